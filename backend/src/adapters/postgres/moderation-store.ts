import type { Member, MemberRole, PersonInRoom } from '@parley/protocol';
import type { DataSource } from 'typeorm';
import { type Page, type PageOf, toPage } from '../../chat/cursor.js';
import {
  type Ban,
  type MemberAct,
  type MemberChange,
  ModerationStore,
  type RoomChange,
} from '../../chat/stores/moderation-store.js';
import { FOR_GOOD, IS_BAN, NO_ID } from './room-row.js';

interface ChangeMemberRow {
  outcome: MemberChange['outcome'] | 'stale';
  epoch: string;
  last_seq: number;
  last_rev: number;
  changed: Member[] | null;
}

interface ChangeRoomRow {
  outcome: RoomChange['outcome'] | 'stale';
  epoch: string;
  last_seq: number;
  rev: number;
  name: string;
  topic: string;
  slow_seconds: number;
  show_join_leave: boolean;
}

export class PostgresModerationStore extends ModerationStore {
  constructor(private readonly source: DataSource) {
    super();
  }

  async roleOf(roomId: string, userId: string): Promise<MemberRole | null> {
    const rows: { role: MemberRole }[] = await this.source.query(
      'SELECT role FROM members WHERE room_id = $1 AND user_id = $2 AND member',
      [roomId, userId],
    );
    return rows[0]?.role ?? null;
  }

  async changeMember(
    roomId: string,
    by: PersonInRoom,
    whom: PersonInRoom,
    act: MemberAct,
  ): Promise<MemberChange | 'stale' | null> {
    const rows: ChangeMemberRow[] = await this.source.query(
      'SELECT * FROM change_member($1, $2, $3, $4, $5, $6, $7, $8, $9)',
      [
        ...[roomId, by.id, by.role, whom.id, whom.role, act.act],
        'role' in act ? act.role : null,
        'forMs' in act ? act.forMs : null,
        'reason' in act ? act.reason : '',
      ],
    );
    const row = rows[0];
    if (!row) return null;
    if (row.outcome === 'stale') return 'stale';
    const head = { epoch: row.epoch, rev: row.last_rev };
    return { head, lastSeq: row.last_seq, outcome: row.outcome, members: row.changed ?? [] };
  }

  async changeRoom(
    roomId: string,
    by: PersonInRoom,
    { name, topic, slowSeconds, showJoinLeave }: Parameters<ModerationStore['changeRoom']>[2],
  ): Promise<RoomChange | 'stale' | null> {
    const rows: ChangeRoomRow[] = await this.source.query(
      'SELECT * FROM change_room($1, $2, $3, $4, $5, $6, $7)',
      [
        ...[roomId, by.id, by.role],
        ...[name ?? null, topic ?? null, slowSeconds ?? null, showJoinLeave ?? null],
      ],
    );
    const row = rows[0];
    if (!row) return null;
    if (row.outcome === 'stale') return 'stale';
    return {
      head: { epoch: row.epoch, rev: row.rev },
      lastSeq: row.last_seq,
      outcome: row.outcome,
      settings: {
        roomId,
        ...{ rev: row.rev, name: row.name, topic: row.topic, slowSeconds: row.slow_seconds },
        ...(row.show_join_leave ? { showJoinLeave: true } : {}),
      },
    };
  }

  async bans(roomId: string, { after, limit }: PageOf): Promise<Page<Ban>> {
    const rows: (Ban & { until: number; folded: string })[] = await this.source.query(
      `SELECT u.id, u.username, b.banned_until AS until, b.ban_reason AS reason, u.folded
       FROM members b JOIN users u ON u.id = b.user_id
       WHERE b.room_id = $1 AND ${IS_BAN} AND (u.folded, u.id) > ($2, $3::uuid)
       ORDER BY u.folded, u.id LIMIT $4`,
      [roomId, after?.[0] ?? '', after?.[1] ?? NO_ID, limit + 1],
    );
    return toPage(
      rows,
      limit,
      ({ folded, id }) => [folded, id],
      ({ folded, until, ...ban }) => ({ ...ban, until: until === FOR_GOOD ? null : until }),
    );
  }
}
