import type pg from 'pg';
import { type Page, type PageOf, toPage } from '../../../chat/cursor.js';
import { type ModeratedMessage, ModerationLog } from '../../../chat/stores/moderation-log.js';
import type { Transaction } from '../../../chat/stores/transaction.js';
import { clientOf } from './open-transaction.js';

interface LogRow {
  roomId: string;
  roomName: string;
  seq: number;
  rev: number;
  authorId: string;
  author: string;
  moderatorId: string;
  moderator: string;
  sentAt: number;
  deletedAt: number;
}

export class PostgresModerationLog extends ModerationLog {
  constructor(private readonly pool: pg.Pool) {
    super();
  }

  async record(roomId: string, seqs: readonly number[], transaction: Transaction): Promise<void> {
    await clientOf(transaction).query(
      `INSERT INTO moderated_messages (room_id, rev, seq, author_id, moderator_id, sent_at, deleted_at)
       SELECT room_id, rev, seq, user_id, deleted_by, sent_at, deleted_at FROM messages
       WHERE room_id = $1 AND seq = ANY ($2::bigint[]) AND deleted_at IS NOT NULL AND deleted_by <> user_id
       ON CONFLICT (room_id, rev) DO NOTHING`,
      [roomId, seqs],
    );
  }

  async page({ after, limit }: PageOf, roomId?: string): Promise<Page<ModeratedMessage>> {
    const { rows } = await this.pool.query<LogRow>(
      `SELECT l.room_id AS "roomId", r.name AS "roomName", l.seq, l.rev, l.sent_at AS "sentAt", l.deleted_at AS "deletedAt",
              l.author_id AS "authorId", a.username AS author, l.moderator_id AS "moderatorId", m.username AS moderator
       FROM moderated_messages l
       JOIN rooms r ON r.id = l.room_id JOIN users a ON a.id = l.author_id JOIN users m ON m.id = l.moderator_id
       WHERE ($1::bigint IS NULL OR (l.deleted_at, l.room_id, l.rev) < ($1, $2::text, $3::bigint))
         AND ($4::text IS NULL OR l.room_id = $4)
       ORDER BY l.deleted_at DESC, l.room_id DESC, l.rev DESC LIMIT $5`,
      [after?.[0] ?? null, after?.[1] ?? null, after?.[2] ?? null, roomId ?? null, limit + 1],
    );
    return toPage(
      rows,
      limit,
      ({ deletedAt, roomId, rev }) => [deletedAt, roomId, rev],
      ({ authorId, author, moderatorId, moderator, ...row }) => ({
        ...row,
        author: { id: authorId, username: author },
        moderator: { id: moderatorId, username: moderator },
      }),
    );
  }
}
