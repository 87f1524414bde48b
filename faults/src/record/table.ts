import type pg from 'pg';

/** The truth at the end: what stands in PostgreSQL. */
export interface Table {
  rooms: { id: string; epoch: string; lastSeq: number; lastRev: number }[];
  messages: Row[];
  members: { roomId: string; userId: string; rev: number; member: boolean; readSeq: number }[];
  /** One of each user and emoji on a message. */
  reactions: { roomId: string; seq: number; emoji: string; userId: string }[];
  /** The last change of each emoji on a message. */
  reactionRevs: { roomId: string; rev: number }[];
  /** Messages that others than their authors deleted, as the consumer logged them. */
  moderated: { roomId: string; seq: number; rev: number; by: string }[];
  /** How far consumers have come. */
  heads: { consumer: string; roomId: string; rev: number }[];
  deadLetters: { consumer: string; roomId: string; rev: number }[];
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
  /** Of the text as it was sent: the first eight bytes of its SHA-256, in hex. Null once it was changed: only the deployment's key tells then. */
  digest: string | null;
  edited: boolean;
  deleted: boolean;
  deletedBy: string | null;
}

/** One snapshot of it. */
export async function readTable(db: pg.Client): Promise<Table> {
  await db.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
  const rooms = await db.query<Table['rooms'][number]>(
    'SELECT id, epoch, last_seq AS "lastSeq", last_rev AS "lastRev" FROM rooms',
  );
  const messages = await db.query<Row>(
    `SELECT room_id AS "roomId", seq, rev, coalesce(created_rev, rev) AS "createdRev", id, user_id AS "userId",
            client_id AS "clientId", body AS text, 
            CASE WHEN created_rev IS NULL THEN encode(substring(sha256(convert_to(body, 'UTF8')) FOR 8), 'hex') END AS digest,
            edited_at IS NOT NULL AS edited, deleted_at IS NOT NULL AS deleted,
            deleted_by AS "deletedBy"
     FROM messages ORDER BY room_id, seq`,
  );
  const members = await db.query<Table['members'][number]>(
    `SELECT room_id AS "roomId", user_id AS "userId", rev, member, read_seq AS "readSeq" FROM members`,
  );
  const reactions = await db.query<Table['reactions'][number]>(
    'SELECT room_id AS "roomId", seq, emoji, user_id AS "userId" FROM reactions',
  );
  const revs = await db.query<Table['reactionRevs'][number]>(
    'SELECT room_id AS "roomId", rev FROM reaction_kinds',
  );
  const moderated = await db.query<Table['moderated'][number]>(
    'SELECT room_id AS "roomId", seq, rev, moderator_id AS by FROM moderated_messages',
  );
  const heads = await db.query<Table['heads'][number]>(
    'SELECT consumer, room_id AS "roomId", rev FROM consumer_heads',
  );
  const deadLetters = await db.query<Table['deadLetters'][number]>(
    'SELECT consumer, room_id AS "roomId", rev FROM consumer_dead_letters',
  );
  await db.query('COMMIT');
  return {
    ...{ rooms: rooms.rows, messages: messages.rows, members: members.rows },
    ...{ reactions: reactions.rows, reactionRevs: revs.rows },
    ...{ moderated: moderated.rows, heads: heads.rows, deadLetters: deadLetters.rows },
  };
}
