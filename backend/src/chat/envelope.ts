import { createHmac, createSecretKey, hkdfSync, type KeyObject, timingSafeEqual } from 'node:crypto';
import { type EventName, events as eventTable, PUBLIC_ROOM_ID, UUID } from '@parley/protocol';
import type { Notice, RoomSignal } from './ports/bus.js';
import type { EncodedEvent, RoomChanges } from './room-changes.js';

/**
 * What travels on the bus: one line of ASCII, then the events' bytes as they are.
 *
 *     1 changes <room> <epoch> <from> <to> <lastSeq> <name>:<bytes>,<name>:<bytes> <tag>
 *     1 signal <room> <userId not told, or -> <name>:<bytes> <tag>
 *     1 notice <tag>
 *
 * The tag signs everything else. Events are cut by their lengths; only a notice's body, which is JSON, is parsed.
 */
const VERSION = '1';
const LINE_END = 0x0a;
const TAG_BYTES = 16;
const TAG_LENGTH = 22;
const NOBODY = '-';

/** `foreign`: no envelope of this version. `forged`: not signed with this key. `inconsistent`: signed, but not sound. */
export type Flaw = 'foreign' | 'forged' | 'inconsistent';

export type Decoded =
  | { kind: 'changes'; changes: RoomChanges }
  | { kind: 'signal'; signal: RoomSignal }
  | { kind: 'notice'; notice: Notice }
  | { kind: 'flawed'; flaw: Flaw };

/** Writes and reads envelopes that only holders of the same secret can make. */
export class EnvelopeCodec {
  private readonly key: KeyObject;

  /** @param secret the deployment's; the key made of it serves nothing else. */
  constructor(secret: string) {
    this.key = createSecretKey(Buffer.from(hkdfSync('sha256', secret, '', 'parley bus envelope', 32)));
  }

  encodeChanges({ roomId, epoch, from, to, lastSeq, events }: RoomChanges): Buffer {
    const fields = `changes ${roomId} ${epoch} ${from} ${to} ${lastSeq} ${events.map(lengthOf).join(',')}`;
    return this.sign(
      fields,
      events.map((event) => event.json),
    );
  }

  encodeSignal(signal: RoomSignal): Buffer {
    const fields = `signal ${signal.roomId} ${signal.exceptUserId ?? NOBODY} ${lengthOf(signal)}`;
    return this.sign(fields, [signal.json]);
  }

  encodeNotice(notice: Notice): Buffer {
    return this.sign('notice', [Buffer.from(JSON.stringify(notice))]);
  }

  /** Never throws, whatever the bytes. The events of the result are views of them. */
  decode(bytes: Buffer): Decoded {
    const lineEnd = bytes.indexOf(LINE_END);
    const tagStart = lineEnd - TAG_LENGTH;
    if (tagStart < 0 || bytes.toString('latin1', 0, 2) !== `${VERSION} `) return flawed('foreign');

    const line = bytes.subarray(0, tagStart);
    const body = bytes.subarray(lineEnd + 1);
    // The tag is compared as text: base64 has several spellings of the same 16 bytes.
    const tag = Buffer.from(this.tag(line, [body]), 'latin1');
    if (!timingSafeEqual(tag, bytes.subarray(tagStart, lineEnd))) return flawed('forged');

    const [, kind, ...fields] = line.toString('latin1').trimEnd().split(' ');
    return read(kind, fields, body) ?? flawed('inconsistent');
  }

  private sign(fields: string, bodies: Buffer[]): Buffer {
    const line = `${VERSION} ${fields} `;
    return Buffer.concat([Buffer.from(`${line}${this.tag(line, bodies)}\n`, 'latin1'), ...bodies]);
  }

  private tag(line: string | Buffer, bodies: Buffer[]): string {
    const hmac = createHmac('sha256', this.key).update(line).update('\n');
    for (const body of bodies) hmac.update(body);
    return hmac.digest().toString('base64url', 0, TAG_BYTES);
  }
}

function read(kind: string | undefined, fields: string[], body: Buffer): Decoded | null {
  switch (kind) {
    case 'changes':
      return readChanges(fields, body);
    case 'signal':
      return readSignal(fields, body);
    case 'notice':
      return readNotice(body);
    default:
      return null;
  }
}

function readChanges(fields: string[], body: Buffer): Decoded | null {
  const [roomId = '', epoch = '', fromText, toText, lastSeqText, lengths] = fields;
  const [from, to, lastSeq] = [count(fromText), count(toText), count(lastSeqText)];
  const events = cut(lengths, body);
  if (!PUBLIC_ROOM_ID.test(roomId) || !UUID.test(epoch)) return null;
  if (from === null || to === null || lastSeq === null || events === null) return null;
  if (from < 1 || events.length !== to - from + 1) return null;
  return { kind: 'changes', changes: { roomId, epoch, from, to, lastSeq, events } };
}

function readSignal(fields: string[], body: Buffer): Decoded | null {
  const [roomId = '', except = '', lengths] = fields;
  const [event, ...more] = cut(lengths, body) ?? [];
  if (!PUBLIC_ROOM_ID.test(roomId) || event === undefined || more.length > 0) return null;
  if (except !== NOBODY && !UUID.test(except)) return null;
  return { kind: 'signal', signal: { roomId, ...event, exceptUserId: except === NOBODY ? null : except } };
}

/** The tag vouches for the shape: whoever signed it printed a Notice. Only its JSON may be broken by a bug. */
function readNotice(body: Buffer): Decoded | null {
  try {
    return { kind: 'notice', notice: JSON.parse(body.toString()) as Notice };
  } catch {
    return null;
  }
}

function lengthOf({ name, json }: EncodedEvent): string {
  return `${name}:${json.length}`;
}

/** The body in the pieces the line names, or null unless they are exactly all of it. */
function cut(lengths: string | undefined, body: Buffer): EncodedEvent[] | null {
  const events: EncodedEvent[] = [];
  let start = 0;
  for (const piece of lengths?.split(',') ?? []) {
    const [name = '', lengthText] = piece.split(':');
    const length = count(lengthText);
    if (!isEventName(name) || length === null || start + length > body.length) return null;
    events.push({ name, json: body.subarray(start, start + length) });
    start += length;
  }
  return start === body.length ? events : null;
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
