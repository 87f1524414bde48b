import { createHash, randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { FrameReader, OPCODE } from './frame-reader.js';
import { frame } from './frame-writer.js';

/** One for all connections: what is read is dealt with before the next is read. */
const READ_BYTES = 256 * 1024;
const shared = Buffer.alloc(READ_BYTES);
const ANSWER_MOST = 16 * 1024;
const HEAD_ENDS = '\r\n\r\n';

export interface WireEvents {
  opened(): void;
  text(payload: Buffer): void;
  /** It is over; null when we ended it. */
  closed(why: string | null): void;
}

interface WireOptions {
  port: number;
  path: string;
  headers?: Readonly<Record<string, string>>;
  delivery: Buffer;
  /** Deliveries are handed out and not only counted. */
  whole: boolean;
}

/** A WebSocket made by hand: it does no more than a measurement needs, so that the load costs less than what it measures. */
export class Wire {
  readonly reader: FrameReader;
  private readonly socket: Socket;
  private readonly key = randomBytes(16).toString('base64');
  /** What came of the answer to the upgrade; null once it is read. */
  private head: Buffer | null = Buffer.alloc(0);
  private ended = false;
  private why: string | null = null;

  constructor(
    { port, path, headers = {}, delivery, whole }: WireOptions,
    private readonly events: WireEvents,
  ) {
    this.reader = new FrameReader(delivery, whole, {
      frame: (opcode, payload) => this.frame(opcode, payload),
    });
    this.socket = connect({
      port,
      host: '127.0.0.1',
      noDelay: true,
      onread: {
        buffer: shared,
        callback: (length, buffer) => {
          this.read(Buffer.from(buffer.buffer, buffer.byteOffset, length));
          return true;
        },
      },
    });
    this.socket.once('connect', () => this.socket.write(upgrade(port, path, this.key, headers)));
    this.socket.on('error', (error: NodeJS.ErrnoException) => {
      this.why ??= error.code ?? error.message;
    });
    this.socket.once('end', () => {
      this.why ??= 'ended by the server';
    });
    this.socket.once('close', () => this.events.closed(this.ended ? null : (this.why ?? 'lost')));
  }

  send(text: string): void {
    this.socket.write(frame(text));
  }

  /** Several frames at once. */
  sendAll(texts: readonly string[]): void {
    const [first] = texts;
    if (first === undefined) return;
    this.socket.write(texts.length === 1 ? frame(first) : Buffer.concat(texts.map((text) => frame(text))));
  }

  /** Reads nothing until told otherwise. */
  pause(): void {
    this.socket.pause();
  }

  resume(): void {
    this.socket.resume();
  }

  close(): void {
    this.ended = true;
    this.socket.destroy();
  }

  private read(piece: Buffer): void {
    try {
      if (this.head === null) this.reader.push(piece);
      else this.readHead(Buffer.concat([this.head, piece]));
    } catch (error) {
      this.why ??= error instanceof Error ? error.message : String(error);
      this.socket.destroy();
    }
  }

  private readHead(head: Buffer): void {
    const end = head.indexOf(HEAD_ENDS);
    if (end < 0) {
      if (head.length > ANSWER_MOST) throw new Error('An endless answer to the upgrade.');
      this.head = head;
      return;
    }
    const said = head.toString('latin1', 0, end);
    if (!said.startsWith('HTTP/1.1 101') || !said.includes(acceptOf(this.key))) {
      throw new Error(said.split('\r\n', 1)[0] ?? 'no upgrade');
    }
    this.head = null;
    this.events.opened();
    const rest = head.subarray(end + HEAD_ENDS.length);
    if (rest.length > 0) this.reader.push(rest);
  }

  private frame(opcode: number, payload: Buffer): void {
    if (opcode === OPCODE.text) this.events.text(payload);
    else if (opcode === OPCODE.ping) this.socket.write(frame(payload, OPCODE.pong));
    else if (opcode === OPCODE.close)
      this.why ??= `closed: ${payload.length >= 2 ? payload.readUInt16BE(0) : ''}`;
  }
}

function upgrade(port: number, path: string, key: string, headers: Readonly<Record<string, string>>): string {
  const all = {
    Host: `127.0.0.1:${port}`,
    Upgrade: 'websocket',
    Connection: 'Upgrade',
    'Sec-WebSocket-Key': key,
    'Sec-WebSocket-Version': '13',
    ...headers,
  };
  return `GET ${path} HTTP/1.1\r\n${Object.entries(all)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('')}\r\n`;
}

/** RFC 6455, section 4.2.2. */
function acceptOf(key: string): string {
  return createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
}
