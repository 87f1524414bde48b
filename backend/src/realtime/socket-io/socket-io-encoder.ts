import type { Encoder } from '../connection/encoder.js';
import { Frame } from '../connection/frame.js';
import { textFrame } from '../connection/raw-websocket-writer.js';

export const socketIoEncoder: Encoder = { encode: packetOf };

/** Socket.IO's packet of an event in the main namespace: type 2, then a JSON array of its name and arguments. */
export function packetOf(name: string, args: readonly string[]): Frame {
  return new Frame(`2["${name}",${args.join(',')}]`, encode);
}

/** Socket.IO's packet of an acknowledgement in the main namespace: type 3, the number of what it answers, and an array. */
export function acknowledgementOf(id: number, reply: string): Frame {
  return new Frame(`3${id}[${reply}]`, encode);
}

/** In a message of Engine.IO, which is type 4. */
const encode = (packet: string) => textFrame(`4${packet}`);
