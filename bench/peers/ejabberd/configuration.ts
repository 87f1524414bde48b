export const HOST = 'bench';
export const ROOMS = `rooms.${HOST}`;

interface Wish {
  port: number;
  database: { host: string; port: number; username: string; password: string; name: string };
}

/** Rooms whose messages are archived in PostgreSQL, without limits. The table of README.md has the reasons. */
export function ejabberdConfiguration({ port, database }: Wish): string {
  return `loglevel: warning
hosts: [${HOST}]
auth_method: anonymous
anonymous_protocol: sasl_anon
allow_multiple_connections: true
default_db: mnesia
sql_type: pgsql
sql_server: "${database.host}"
sql_port: ${database.port}
sql_database: "${database.name}"
sql_username: "${database.username}"
sql_password: "${database.password}"
listen:
  - port: ${port}
    ip: "127.0.0.1"
    module: ejabberd_http
    backlog: 4096
    request_handlers:
      /ws: ejabberd_http_ws
modules:
  mod_mam:
    db_type: sql
  mod_muc:
    host: ${ROOMS}
    max_users: 20000
    max_users_presence: 0
    max_user_conferences: 1000
    history_size: 0
    default_room_options:
      mam: true
      presence_broadcast: []
      max_users: 20000
`;
}
