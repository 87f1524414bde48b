import type { Member, Message, RoomSettings } from '@parley/protocol';
import type { DataSource } from 'typeorm';
import { newId } from '../../chat/new-id.js';
import { encodeEvent, type RoomChanges } from '../../chat/room-changes.js';
import {
  type Amended,
  type Amendment,
  type Around,
  type Delta,
  type Draft,
  MessageLog,
  type PrintedMessage,
  type Span,
  type Stored,
} from '../../chat/stores/message-log.js';
import type { DatabaseAddress } from './data-source.js';
import { prepared } from './prepared.js';
import { type NewMessage, type StoredRow, WriteLanes } from './write-lanes.js';

/** A message as SQL gives it, under the names of the protocol. */
const MESSAGE = `m.id, m.room_id AS "roomId", m.seq, m.rev, m.client_id AS "clientId", m.user_id AS "userId",
  u.username, m.body AS message, m.sent_at AS timestamp, m.edited_at AS "editedAt", m.deleted_at AS "deletedAt"`;
const MESSAGES = 'messages m JOIN users u ON u.id = m.user_id';

interface AmendedRow {
  outcome: Amended['outcome'];
  epoch: string;
  last_seq: number;
  message: Message | null;
}

interface DeltaRow {
  epoch: string;
  last_rev: number;
  last_seq: number;
  messages: Message[] | null;
  updated: Message[] | null;
  members: Member[] | null;
  room: RoomSettings | null;
}

export class PostgresMessageLog extends MessageLog {
  private readonly lanes: WriteLanes;
  private publish: (flush: RoomChanges[]) => void = () => undefined;

  constructor(
    private readonly source: DataSource,
    address: DatabaseAddress,
  ) {
    super();
    this.lanes = new WriteLanes(address, (messages, rows) => this.tell(messages, rows));
  }

  onStored(listener: (flush: RoomChanges[]) => void): void {
    this.publish = listener;
  }

  async append(draft: Draft): Promise<Stored> {
    const message = { ...draft, id: newId() };
    const row = await this.lanes.append(message);
    if (row.outcome === 'stored' || row.outcome === 'dup') {
      return { outcome: row.outcome, message: toMessage(message, row) };
    }
    if (row.outcome === 'muted' || row.outcome === 'slow_mode') {
      return { outcome: row.outcome, waitMs: row.sent_at };
    }
    return { outcome: row.outcome };
  }

  async amend({ roomId, seq, userId, message }: Amendment): Promise<Amended> {
    const rows: AmendedRow[] = await this.source.query('SELECT * FROM change_message($1, $2, $3, $4)', [
      roomId,
      seq,
      userId,
      message,
    ]);
    const row = rows[0];
    if (!row) throw new Error('change_message answered nothing.');
    if (row.outcome !== 'changed' && row.outcome !== 'same') return { outcome: row.outcome };
    if (!row.message) throw new Error('change_message answered no message.');
    if (row.outcome === 'changed') {
      const { rev } = row.message;
      const events = [encodeEvent('message_updated', row.message)];
      this.publish([{ roomId, epoch: row.epoch, from: rev, to: rev, lastSeq: row.last_seq, events }]);
    }
    return { outcome: row.outcome, message: row.message };
  }

  async around(roomId: string, { first, last, userId }: Span, { at, below, above }: Around) {
    const values: unknown[] = [roomId, first, at, last, below, above];
    const theirs = userId === undefined ? '' : 'AND m.user_id = $7';
    if (userId !== undefined) values.push(userId);
    const rows = await prepared<PrintedMessage>(
      this.source,
      userId === undefined ? 'around' : 'around_of',
      `SELECT seq, rev, ${printed('x')} AS json FROM (
         (SELECT ${MESSAGE} FROM ${MESSAGES} WHERE m.room_id = $1 AND m.seq >= $2 AND m.seq < $3 ${theirs}
          ORDER BY m.seq DESC LIMIT $5)
         UNION ALL
         (SELECT ${MESSAGE} FROM ${MESSAGES} WHERE m.room_id = $1 AND m.seq >= $3 AND m.seq <= $4 ${theirs}
          ORDER BY m.seq LIMIT $6)
       ) x ORDER BY seq`,
      values,
    );
    const split = rows.findIndex(({ seq }) => seq >= at);
    if (split < 0) return { below: rows, above: [] };
    return { below: rows.slice(0, split), above: rows.slice(split) };
  }

  async firstSince(roomId: string, time: number): Promise<number> {
    const rows = await prepared<{ seq: number }>(
      this.source,
      'first_since',
      'SELECT first_since($1, $2) AS seq',
      [roomId, time],
    );
    return rows[0]?.seq ?? 1;
  }

  async lines(roomId: string, from: number, to: number): Promise<{ text: string; count: number }> {
    // A million messages that pass through objects here would keep everybody else waiting.
    const rows: { text: string | null; count: number }[] = await this.source.query(
      `SELECT string_agg(${printed('x')}, E'\\n' ORDER BY x.seq) AS text, count(*) AS count
       FROM (SELECT ${MESSAGE} FROM ${MESSAGES} WHERE m.room_id = $1 AND m.seq BETWEEN $2 AND $3) x`,
      [roomId, from, to],
    );
    return { text: rows[0]?.text ?? '', count: rows[0]?.count ?? 0 };
  }

  async newest(roomId: string, limit: number) {
    // One text, because the driver reads an array letter by letter. A line feed in a message is printed as an escape.
    const rows = await prepared<{ epoch: string; last_rev: number; messages: string | null }>(
      this.source,
      'newest',
      `SELECT r.epoch, r.last_rev, (
         SELECT string_agg(${printed('x')}, E'\\n' ORDER BY x.seq) FROM (
           SELECT ${MESSAGE} FROM ${MESSAGES} WHERE m.room_id = r.id ORDER BY m.seq DESC LIMIT $2
         ) x
       ) AS messages
       FROM rooms r WHERE r.id = $1`,
      [roomId, limit],
    );
    const row = rows[0];
    if (!row) return null;
    return { head: { epoch: row.epoch, rev: row.last_rev }, messages: row.messages?.split('\n') ?? [] };
  }

  async changesSince(roomId: string, rev: number, limit: number): Promise<Delta | null> {
    // One statement is one snapshot: the rows stand for exactly the head they come with. Each part stops above the limit:
    // whoever was away for long shall not make the database read the whole room.
    const rows = await prepared<DeltaRow>(
      this.source,
      'changes_since',
      `WITH changed AS MATERIALIZED (
         SELECT m.seq, m.rev, coalesce(m.created_rev, m.rev) > $3 AS fresh, json_strip_nulls(row_to_json(x)) AS message
         FROM ${MESSAGES}, LATERAL (SELECT ${MESSAGE}) x
         WHERE m.room_id = $1 AND m.rev > $3 ORDER BY m.rev LIMIT $2
       ), people AS (
         SELECT m.rev, json_strip_nulls(row_to_json(m)) AS member
         FROM member_rows m WHERE m."roomId" = $1 AND m.rev > $3 ORDER BY m.rev LIMIT $2
       )
       SELECT r.epoch, r.last_rev, r.last_seq,
              (SELECT json_agg(message ORDER BY seq) FROM changed WHERE fresh) AS messages,
              (SELECT json_agg(message ORDER BY rev) FROM changed WHERE NOT fresh) AS updated,
              (SELECT json_agg(member ORDER BY rev) FROM people) AS members,
              CASE WHEN r.changed_rev > $3 THEN json_build_object('roomId', r.id, 'rev', r.changed_rev, 'name', r.name,
                'topic', r.topic, 'slowSeconds', r.slow_seconds) END AS room
       FROM rooms r WHERE r.id = $1`,
      [roomId, limit + 1, rev],
    );
    const row = rows[0];
    if (!row) return null;
    const { messages, updated, members, room } = row;
    const delta = {
      head: { epoch: row.epoch, rev: row.last_rev },
      lastSeq: row.last_seq,
      messages: messages ?? [],
      updated: updated ?? [],
      members: members ?? [],
      room,
    };
    return delta.messages.length + delta.updated.length + delta.members.length <= limit ? delta : null;
  }

  close(): Promise<void> {
    return this.lanes.close();
  }

  private tell(messages: readonly NewMessage[], rows: readonly StoredRow[]): void {
    const rooms = new Map<string, RoomChanges>();
    messages.forEach((message, i) => {
      const row = rows[i];
      if (row?.outcome !== 'stored') return;
      const event = encodeEvent('message', toMessage(message, row));
      const changes = rooms.get(message.roomId);
      if (changes) {
        changes.to = row.rev;
        changes.lastSeq = row.seq;
        changes.events.push(event);
      } else {
        const { roomId } = message;
        rooms.set(roomId, {
          roomId,
          epoch: row.epoch,
          from: row.rev,
          to: row.rev,
          lastSeq: row.seq,
          events: [event],
        });
      }
    });
    if (rooms.size > 0) this.publish([...rooms.values()]);
  }
}

/** A row as the JSON text everybody is given, made where it lies: objects that nobody needs would cost this process. */
function printed(row: string): string {
  return `json_strip_nulls(row_to_json(${row}))::text`;
}

function toMessage({ roomId, clientId, userId, username, message }: NewMessage, row: StoredRow): Message {
  const { id, seq, rev, sent_at: timestamp } = row;
  return { id, roomId, seq, rev, clientId, userId, username, message, timestamp };
}
