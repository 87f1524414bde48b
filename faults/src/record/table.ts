import type pg from 'pg';

/** The truth at the end: what stands in PostgreSQL. */
export interface Table {
  rooms: { id: string; epoch: string; lastSeq: number; lastRev: number }[];
  messages: Row[];
  members: { roomId: string; userId: string; rev: number; member: boolean; readSeq: number }[];
}

export interface Row {
  roomId: string;
  seq: number;
  rev: number;
  createdRev: number;
  id: string;
  userId: string;
  clientId: string;
  text: string;
  /** Of the text as it was sent: the first eight bytes of its SHA-256, in hex. */
  digest: string;
  edited: boolean;
  deleted: boolean;
}

/** One snapshot of it. */
export async function readTable(client: pg.Client): Promise<Table> {
  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
  const rooms = await client.query<Table['rooms'][number]>(
    'SELECT id, epoch, last_seq AS "lastSeq", last_rev AS "lastRev" FROM rooms',
  );
  const messages = await client.query<Row>(
    `SELECT room_id AS "roomId", seq, rev, coalesce(created_rev, rev) AS "createdRev", id, user_id AS "userId",
            client_id AS "clientId", body AS text, encode(sent_digest, 'hex') AS digest,
            edited_at IS NOT NULL AS edited, deleted_at IS NOT NULL AS deleted
     FROM messages ORDER BY room_id, seq`,
  );
  const members = await client.query<Table['members'][number]>(
    `SELECT room_id AS "roomId", user_id AS "userId", rev, member, read_seq AS "readSeq" FROM members`,
  );
  await client.query('COMMIT');
  return { rooms: rooms.rows, messages: messages.rows, members: members.rows };
}
