import { LIMITS, type Message } from '@parley/protocol';
import { encodeEvent, type RoomChanges } from '../../chat/changes/room-changes.js';
import { newId } from '../../chat/new-id.js';
import {
  type Amended,
  type AmendFacts,
  type Amendment,
  type Around,
  type Delta,
  type Draft,
  MessageLog,
  type Span,
  type Stored,
} from '../../chat/stores/message-log.js';
import { annexesOfPage, type PrintedRow, withAnnexes } from './annex-rows.js';
import { changesSince } from './changes-since.js';
import type { DatabaseAddress, PostgresSource } from './data-source.js';
import { GroupCommit, type NewMessage, type StoredRow } from './group-commit.js';
import { prepared } from './prepared.js';
import { printed } from './printed.js';

const MOST_BYTES = LIMITS.answerBytes;
/** Of a row `m`. PostgreSQL knows the length of a text without reading it, and what an extra takes on the disk. */
const BYTES = '(octet_length(m.message) + coalesce(pg_column_size(m.extra), 0))';
const BYTES_BELOW = bytesBefore('DESC');
const BYTES_ABOVE = bytesBefore('ASC');
/** What is read no further has it; what is printed has it null, which json_strip_nulls leaves out. */
const CUT = (condition: string) => `CASE WHEN ${condition} THEN true END AS cut`;

interface NewestRow {
  epoch: string;
  last_rev: number;
  messages: string | null;
  annexes: string | null;
}

interface AmendedRow {
  outcome: Amended['outcome'] | 'stale';
  epoch: string;
  last_seq: number;
  message: Message | null;
}

export class PostgresMessageLog extends MessageLog {
  private readonly groupCommit: GroupCommit;
  private publish: (flush: RoomChanges[]) => void = () => undefined;

  constructor(
    private readonly source: PostgresSource,
    address: DatabaseAddress,
    private readonly digestKey: Buffer,
  ) {
    super();
    this.groupCommit = new GroupCommit(address, digestKey, source.health, (messages, rows) =>
      this.publishStored(messages, rows),
    );
  }

  onStored(listener: (flush: RoomChanges[]) => void): void {
    this.publish = listener;
  }

  async append(draft: Draft): Promise<Stored> {
    const message = { ...draft, id: newId() };
    const row = await this.groupCommit.append(message);
    if (row.outcome === 'stored' || row.outcome === 'dup') {
      return { outcome: row.outcome, message: toMessage(message, row) };
    }
    if (row.outcome === 'muted' || row.outcome === 'slow_mode') {
      return { outcome: row.outcome, waitMs: row.sent_at };
    }
    return { outcome: row.outcome };
  }

  async amendFacts(roomId: string, seq: number, userId: string): Promise<AmendFacts | null> {
    const rows = await prepared<{ facts: AmendFacts | null }>(
      this.source,
      'amend_facts',
      'SELECT amend_facts($1, $2, $3) AS facts',
      [roomId, seq, userId],
    );
    return rows[0]?.facts ?? null;
  }

  async amend({ roomId, seq, userId, message, facts }: Amendment): Promise<Amended | 'stale'> {
    const rows: AmendedRow[] = await this.source.query(
      'SELECT * FROM change_message($1, $2, $3, $4, $5, $6)',
      [roomId, seq, userId, message, facts, this.digestKey],
    );
    const row = rows[0];
    if (!row) throw new Error('change_message answered nothing.');
    if (row.outcome === 'stale') return 'stale';
    if (!row.message) throw new Error('change_message answered no message.');
    const amended = row.message;
    if (row.outcome === 'changed') {
      const { rev } = amended;
      const events = [encodeEvent('message_updated', amended)];
      this.publish([{ roomId, epoch: row.epoch, from: rev, to: rev, lastSeq: row.last_seq, events }]);
    }
    return { outcome: row.outcome, message: amended };
  }

  async around(roomId: string, { first, last, userId }: Span, { at, below, above }: Around) {
    const values: unknown[] = [roomId, first, at, last, below, above, MOST_BYTES];
    const theirs = userId === undefined ? '' : 'AND m."userId" = $8';
    if (userId !== undefined) values.push(userId);
    const rows = await prepared<PrintedRow>(
      this.source,
      userId === undefined ? 'around' : 'around_of',
      `WITH page AS (
         SELECT * FROM (
           (SELECT m.*, ${CUT(`${BYTES_BELOW} > $7`)} FROM (
              SELECT * FROM message_rows m WHERE m."roomId" = $1 AND m.seq >= $2 AND m.seq < $3 ${theirs}
              ORDER BY m.seq DESC LIMIT $5
            ) m)
           UNION ALL
           (SELECT m.*, ${CUT(`${BYTES_ABOVE} > $7`)} FROM (
              SELECT * FROM message_rows m WHERE m."roomId" = $1 AND m.seq >= $3 AND m.seq <= $4 ${theirs}
              ORDER BY m.seq LIMIT $6
            ) m)
         ) x WHERE cut IS NULL
       )
       SELECT seq, rev, ${printed('page')} AS json, NULL AS annex, 0 AS place FROM page
       UNION ALL ${annexesOfPage('$1')}
       ORDER BY seq, place`,
      values,
    );
    const messages = withAnnexes(rows);
    const split = messages.findIndex(({ seq }) => seq >= at);
    if (split < 0) return { below: messages, above: [] };
    return { below: messages.slice(0, split), above: messages.slice(split) };
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

  async lines(roomId: string, from: number, to: number) {
    // A million messages that pass through objects here would keep everybody else waiting.
    const rows: { text: string | null; count: number; last: number | null }[] = await this.source.query(
      `SELECT string_agg(${printed('x')}, E'\\n' ORDER BY x.seq) AS text, count(*) AS count, max(x.seq) AS last
       FROM (
         SELECT m.*, ${CUT(`${BYTES_ABOVE} > $4`)} FROM message_rows m
         WHERE m."roomId" = $1 AND m.seq BETWEEN $2 AND $3
       ) x WHERE cut IS NULL`,
      [roomId, from, to, MOST_BYTES],
    );
    const { text = null, count = 0, last = null } = rows[0] ?? {};
    return { text: text ?? '', count, last: last ?? from - 1 };
  }

  async newest(roomId: string, limit: number, bytes = MOST_BYTES) {
    // One text, because the driver reads an array letter by letter. A line feed in a message is printed as an escape.
    const rows = await prepared<NewestRow>(
      this.source,
      'newest',
      `WITH page AS (
         SELECT * FROM (
           SELECT m.*, ${CUT(`${BYTES_BELOW} > 0 AND ${BYTES_BELOW} + ${BYTES} > $3`)} FROM (
             SELECT * FROM message_rows m WHERE m."roomId" = $1 ORDER BY m.seq DESC LIMIT $2
           ) m
         ) x WHERE cut IS NULL
       )
       SELECT r.epoch, r.last_rev,
              (SELECT string_agg(${printed('page')}, E'\\n' ORDER BY seq) FROM page) AS messages,
              (SELECT string_agg(annex, E'\\n' ORDER BY seq, place) FROM (${annexesOfPage('r.id')}) x) AS annexes
       FROM rooms r WHERE r.id = $1`,
      [roomId, limit, bytes],
    );
    const row = rows[0];
    if (!row) return null;
    const { epoch, last_rev: rev, messages, annexes } = row;
    return { head: { epoch, rev }, messages: linesOf(messages), annexes: linesOf(annexes) };
  }

  changesSince(roomId: string, rev: number, limit: number, bytes = MOST_BYTES): Promise<Delta | null> {
    return changesSince(this.source, roomId, rev, limit, bytes);
  }

  close(): Promise<void> {
    return this.groupCommit.close();
  }

  private publishStored(messages: readonly NewMessage[], rows: readonly StoredRow[]): void {
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

/** About how many bytes stand before a row in its window, so that a query ends before it has read more than it will answer. */
function bytesBefore(order: 'ASC' | 'DESC'): string {
  return `sum(${BYTES}) OVER (ORDER BY m.seq ${order}) - ${BYTES}`;
}

function linesOf(text: string | null): string[] {
  return text?.split('\n') ?? [];
}

/** Its fields in the order in which SQL prints them. */
function toMessage(draft: NewMessage, row: StoredRow): Message {
  const { roomId, clientId, userId, username, guest, message, extra } = draft;
  const { id, seq, rev, sent_at: timestamp } = row;
  const stored: Message & Pick<Draft, 'extra'> = {
    id,
    roomId,
    seq,
    rev,
    clientId,
    userId,
    username,
    message,
    timestamp,
  };
  if (guest) stored.guest = guest;
  if (extra) stored.extra = extra;
  return stored;
}
