interface Wish {
  port: number;
  /** For its files of the moment. */
  directory: string;
  /** nchan's module, built for this very nginx. */
  module: string;
}

/** One worker, as every other server here has one thread. The table of README.md has the reasons. */
export function nchanConfiguration({ port, directory, module }: Wish): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((kind) => `  ${kind}_temp_path ${directory}/${kind};`)
    .join('\n');
  return `load_module ${module};
daemon off;
worker_processes 1;
worker_rlimit_nofile 20000;
pid ${directory}/nginx.pid;
error_log stderr notice;
events {
  worker_connections 19000;
  multi_accept on;
}
http {
  access_log off;
${temporary}
  server {
    listen 127.0.0.1:${port} backlog=4096;
    location ~ ^/hear/(.+)$ {
      nchan_subscriber websocket;
      nchan_channel_id $1;
      nchan_channel_id_split_delimiter ",";
      nchan_subscriber_first_message newest;
    }
    location ~ ^/say/(.+)$ {
      nchan_publisher websocket;
      nchan_channel_id $1;
    }
  }
}
`;
}
