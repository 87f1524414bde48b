/** The opcodes of a WebSocket (RFC 6455, section 5.2). */
export const OPCODE = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

const NOTHING = Buffer.alloc(0);
const LENGTH_16 = 126;
const LENGTH_64 = 127;

export interface Sink {
  /** A frame that is no delivery, whole; the bytes are only lent. */
  frame(opcode: number, payload: Buffer): void;
}

/**
 * Reads what a server writes to a WebSocket, in whatever pieces it comes. Deliveries are counted by their first bytes and
 * passed over; every other frame is handed out.
 */
export class FrameReader {
  deliveries = 0;
  frames = 0;
  bytes = 0;
  /** The beginning of a frame whose rest has not come. */
  private kept: Buffer = NOTHING;
  /** How much of a delivery is still to come. */
  private over = 0;

  /**
   * @param delivery the first bytes of a delivery
   * @param whole deliveries are handed out, too
   */
  constructor(
    private readonly delivery: Buffer,
    private readonly whole: boolean,
    private readonly sink: Sink,
  ) {}

  /** The next piece; its bytes may be used for something else afterwards. Throws when it is no WebSocket's. */
  push(piece: Buffer): void {
    this.bytes += piece.length;
    const data = this.kept.length > 0 ? Buffer.concat([this.kept, piece]) : piece;
    this.kept = NOTHING;
    let at = Math.min(this.over, data.length);
    this.over -= at;
    while (at < data.length) {
      const next = this.frameAt(data, at);
      if (next < 0) {
        this.kept = Buffer.from(data.subarray(at));
        return;
      }
      this.frames += 1;
      this.over = Math.max(0, next - data.length);
      at = next;
    }
  }

  /** Where the frame that begins here ends; below 0 when too little of it is there to deal with it. */
  private frameAt(data: Buffer, at: number): number {
    const have = data.length - at;
    if (have < 2) return -1;
    const first = data[at] ?? 0;
    const second = data[at + 1] ?? 0;
    if ((first & 0x70) !== 0 || second >= 128) throw new Error('A frame that is masked or compressed.');
    let length = second;
    let payload = at + 2;
    if (second === LENGTH_16) {
      if (have < 4) return -1;
      length = data.readUInt16BE(at + 2);
      payload = at + 4;
    } else if (second === LENGTH_64) {
      if (have < 10) return -1;
      length = Number(data.readBigUInt64BE(at + 2));
      payload = at + 10;
    }
    const opcode = first & 0x0f;
    const mark = this.delivery;
    if (opcode === OPCODE.text && length >= mark.length) {
      if (data.length < payload + mark.length) return -1;
      if (begins(data, payload, mark)) {
        if (!this.whole) {
          this.deliveries += 1;
          return payload + length;
        }
        if (data.length < payload + length) return -1;
        this.deliveries += 1;
      }
    }
    if (data.length < payload + length) return -1;
    this.sink.frame(opcode, data.subarray(payload, payload + length));
    return payload + length;
  }
}

/** From behind: the beginnings of different events are alike. */
function begins(data: Buffer, at: number, mark: Buffer): boolean {
  for (let n = mark.length - 1; n >= 0; n--) if (data[at + n] !== mark[n]) return false;
  return true;
}
