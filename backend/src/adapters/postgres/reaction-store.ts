import { LIMITS, type Reaction, type ReactionList } from '@parley/protocol';
import type { DataSource } from 'typeorm';
import { type Reacted, ReactionStore, type ReactionWish } from '../../chat/stores/reaction-store.js';

interface ReactRow {
  outcome: Reacted['outcome'] | 'stale';
  epoch: string;
  last_seq: number;
  reaction: Reaction | null;
}

export class PostgresReactionStore extends ReactionStore {
  constructor(private readonly source: DataSource) {
    super();
  }

  async react({ roomId, seq, userId, emoji, on }: ReactionWish): Promise<Reacted | 'stale' | null> {
    const rows: ReactRow[] = await this.source.query('SELECT * FROM react($1, $2, $3, $4, $5, $6)', [
      ...[roomId, seq, userId, emoji, on, LIMITS.reactionKinds],
    ]);
    const row = rows[0];
    if (!row) return null;
    const { outcome, reaction, epoch, last_seq: lastSeq } = row;
    if (outcome === 'stale') return 'stale';
    if (outcome !== 'changed' && outcome !== 'same') return { outcome };
    if (!reaction) throw new Error('react answered no reaction.');
    return { outcome, reaction, head: { epoch, rev: reaction.rev }, lastSeq };
  }

  async of(roomId: string, seq: number, userId: string): Promise<ReactionList['reactions']> {
    return this.source.query(
      `SELECT k.emoji, count(*)::int AS count, bool_or(r.user_id = $3) AS mine,
              json_agg(json_strip_nulls(json_build_object('userId', u.id, 'username', u.username,
                'guest', CASE WHEN u.kind = 'guest' THEN true END)) ORDER BY r.n)
                FILTER (WHERE r.n <= $4) AS users
       FROM reaction_kinds k
       JOIN (SELECT x.*, row_number() OVER (PARTITION BY x.emoji ORDER BY x.rev DESC) AS n
             FROM reactions x WHERE x.room_id = $1 AND x.seq = $2) r ON r.emoji = k.emoji
       JOIN users u ON u.id = r.user_id
       WHERE k.room_id = $1 AND k.seq = $2
       GROUP BY k.emoji, k.first_rev ORDER BY k.first_rev`,
      [roomId, seq, userId, LIMITS.reactionNames],
    );
  }
}
