import {
  createHmac,
  createSecretKey,
  hash,
  hkdfSync,
  type KeyObject,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';
import {
  type ChangeEventName,
  type EventName,
  events as eventTable,
  isChangeEvent,
  PUBLIC_ROOM_ID,
  UUID,
} from '@parley/protocol';
import { type EncodedEvent, isNews, type RoomChanges } from '../../chat/changes/room-changes.js';
import type { ControlEvent, EphemeralEvent } from '../../chat/ports/bus.js';

/**
 * What travels on the bus: one line of ASCII, then the bodies' bytes as they are.
 *
 *     2 <origin> changes (<room> <epoch> <from> <to> <lastSeq> <events> <body>)+ <tag>
 *     2 <origin> signal <room> <userId not told, or -> <events> <body> <tag>
 *     2 <origin> notice <body> <tag>
 *
 * <origin> is the codec that wrote it, <events> is <name>:<bytes>,<name>:<bytes>, <body> is <bytes>:<SHA-256>.
 * The tag signs the line, and the line has a checksum of each body, so that of rooms that are not followed here only the line is
 * read. Events are cut by their lengths; only the body of a control event (`notice`), which is JSON, is parsed.
 */
const VERSION = '2';
const LINE_END = 0x0a;
const ORIGIN_BYTES = 9;
const TAG_BYTES = 16;
const TAG_LENGTH = 22;
const NO_USER = '-';
const FIELDS_OF_CHANGES = 7;

/** `foreign`: no envelope of this version. `forged`: not signed with this key. `inconsistent`: signed, but not sound. */
export type Flaw = 'foreign' | 'forged' | 'inconsistent';

export type Decoded =
  /** `elsewhere`: the rooms in it that are not followed here and have news. */
  | { kind: 'changes'; changes: RoomChanges[]; elsewhere: RoomNews[] }
  | { kind: 'ephemeral'; event: EphemeralEvent }
  | { kind: 'control'; event: ControlEvent }
  /** Written by this codec itself, which knows it already; or an ephemeral event of a room that is not followed here. */
  | { kind: 'ignored' }
  | { kind: 'flawed'; flaw: Flaw };

type RoomNews = Pick<RoomChanges, 'roomId' | 'lastSeq'>;

/** Writes and reads envelopes that only holders of the same secret can make. */
export class EnvelopeCodec {
  private readonly key: KeyObject;
  private readonly beginning = `${VERSION} ${randomBytes(ORIGIN_BYTES).toString('base64url')} `;

  /** @param secret the deployment's; the key made of it serves nothing else. */
  constructor(secret: string) {
    this.key = createSecretKey(Buffer.from(hkdfSync('sha256', secret, '', 'parley bus envelope', 32)));
  }

  /** @param flush changes of different rooms, at least one */
  encodeChanges(flush: readonly RoomChanges[]): Buffer {
    const bodies: Buffer[] = [];
    const fields = flush.map(({ roomId, epoch, from, to, lastSeq, events }) => {
      const body = bodyOf(events);
      bodies.push(body);
      return `${roomId} ${epoch} ${from} ${to} ${lastSeq} ${lengthsOf(events)} ${checksumOf(body)}`;
    });
    return this.sign(`changes ${fields.join(' ')}`, bodies);
  }

  encodeEphemeral(event: EphemeralEvent): Buffer {
    const { roomId, exceptUserId, json } = event;
    const fields = `signal ${roomId} ${exceptUserId ?? NO_USER} ${lengthsOf([event])} ${checksumOf(json)}`;
    return this.sign(fields, [json]);
  }

  encodeControl(event: ControlEvent): Buffer {
    const body = Buffer.from(JSON.stringify(event));
    return this.sign(`notice ${checksumOf(body)}`, [body]);
  }

  /**
   * Never throws, whatever the bytes. The events of the result are views of them.
   *
   * @param follows whether the changes and ephemeral events of a room are wanted: of others the body is not looked at
   */
  decode(bytes: Buffer, follows: (roomId: string) => boolean): Decoded {
    const beginning = bytes.toString('latin1', 0, this.beginning.length);
    // An envelope that forges this is only ignored.
    if (beginning === this.beginning) return { kind: 'ignored' };
    const lineEnd = bytes.indexOf(LINE_END);
    const tagStart = lineEnd - TAG_LENGTH;
    if (tagStart < this.beginning.length || !beginning.startsWith(`${VERSION} `)) return flawed('foreign');

    const line = bytes.subarray(0, tagStart);
    // The tag is compared as text: base64 has several spellings of the same 16 bytes.
    const tag = Buffer.from(this.tag(line), 'latin1');
    if (!timingSafeEqual(tag, bytes.subarray(tagStart, lineEnd))) return flawed('forged');

    const fields = line.toString('latin1', this.beginning.length, tagStart - 1).split(' ');
    return read(fields, bytes.subarray(lineEnd + 1), follows);
  }

  private sign(fields: string, bodies: Buffer[]): Buffer {
    const line = `${this.beginning}${fields} `;
    return Buffer.concat([Buffer.from(`${line}${this.tag(line)}\n`, 'latin1'), ...bodies]);
  }

  private tag(line: string | Buffer): string {
    return createHmac('sha256', this.key).update(line).digest().toString('base64url', 0, TAG_BYTES);
  }
}

function read([kind, ...fields]: string[], bodies: Buffer, follows: (roomId: string) => boolean): Decoded {
  switch (kind) {
    case 'changes':
      return readChanges(fields, bodies, follows);
    case 'signal':
      return readEphemeral(fields, bodies, follows);
    case 'notice':
      return readControl(fields, bodies);
    default:
      return flawed('inconsistent');
  }
}

function readChanges(fields: string[], bodies: Buffer, follows: (roomId: string) => boolean): Decoded {
  const changes: RoomChanges[] = [];
  const elsewhere: RoomNews[] = [];
  let start = 0;
  for (let at = 0; at < fields.length; at += FIELDS_OF_CHANGES) {
    const [roomId = '', epoch = '', fromText, toText, lastSeqText, lengths, checksum] = fields.slice(
      at,
      at + FIELDS_OF_CHANGES,
    );
    const [lastSeq, size] = [count(lastSeqText), sizeIn(checksum)];
    if (!PUBLIC_ROOM_ID.test(roomId) || lastSeq === null || size === null) return flawed('inconsistent');
    const body = bodies.subarray(start, start + size);
    start += size;
    if (!follows(roomId)) {
      if (namesNews(lengths)) elsewhere.push({ roomId, lastSeq });
      continue;
    }
    if (checksumOf(body) !== checksum) return flawed('forged');
    const [from, to, events] = [count(fromText), count(toText), cut(lengths, body, isChangeEvent)];
    if (!UUID.test(epoch) || from === null || to === null || events === null) return flawed('inconsistent');
    if (from < 1 || events.length !== to - from + 1) return flawed('inconsistent');
    changes.push({ roomId, epoch, from, to, lastSeq, events });
  }
  if (start !== bodies.length) return flawed('forged');
  return { kind: 'changes', changes, elsewhere };
}

function readEphemeral(fields: string[], body: Buffer, follows: (roomId: string) => boolean): Decoded {
  const [roomId = '', except = '', lengths, checksum] = fields;
  if (!PUBLIC_ROOM_ID.test(roomId)) return flawed('inconsistent');
  if (!follows(roomId)) return { kind: 'ignored' };
  if (checksumOf(body) !== checksum) return flawed('forged');
  const [event, ...more] = cut(lengths, body, isEventName) ?? [];
  if (event === undefined || more.length > 0) return flawed('inconsistent');
  if (except !== NO_USER && !UUID.test(except)) return flawed('inconsistent');
  return { kind: 'ephemeral', event: { roomId, ...event, exceptUserId: except === NO_USER ? null : except } };
}

/** The tag proves the shape: its signer printed a ControlEvent. Only its JSON may be broken by a bug. */
function readControl([checksum]: string[], body: Buffer): Decoded {
  if (checksumOf(body) !== checksum) return flawed('forged');
  try {
    return { kind: 'control', event: JSON.parse(body.toString()) as ControlEvent };
  } catch {
    return flawed('inconsistent');
  }
}

function bodyOf(events: readonly EncodedEvent[]): Buffer {
  const [first, ...more] = events;
  return first !== undefined && more.length === 0
    ? first.json
    : Buffer.concat(events.map(({ json }) => json));
}

function lengthsOf(events: readonly EncodedEvent[]): string {
  return events.map(({ name, json }) => `${name}:${json.length}`).join(',');
}

function checksumOf(body: Buffer): string {
  return `${body.length}:${hash('sha256', body, 'base64url')}`;
}

function sizeIn(checksum: string | undefined): number | null {
  return count(checksum?.split(':', 1)[0]);
}

/** The body in the pieces the line names, or null unless they are exactly all of it. */
function cut<N extends EventName>(
  lengths: string | undefined,
  body: Buffer,
  isName: (name: string) => name is N,
): EncodedEvent<N>[] | null {
  const events: EncodedEvent<N>[] = [];
  let start = 0;
  for (const piece of lengths?.split(',') ?? []) {
    const [name = '', lengthText] = piece.split(':');
    const length = count(lengthText);
    if (!isName(name) || length === null || start + length > body.length) return null;
    events.push({ name, json: body.subarray(start, start + length) });
    start += length;
  }
  return start === body.length ? events : null;
}

/** Nearly always the first name tells. */
function namesNews(lengths = ''): boolean {
  return lengths
    .split(',')
    .some((piece) => isNews([{ name: piece.slice(0, piece.indexOf(':')) as ChangeEventName }]));
}

function isEventName(name: string): name is EventName {
  return Object.hasOwn(eventTable, name);
}

function count(text: string | undefined): number | null {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : null;
}

function flawed(flaw: Flaw): Decoded {
  return { kind: 'flawed', flaw };
}
