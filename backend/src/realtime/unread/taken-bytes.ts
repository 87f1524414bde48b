import type { Socket } from 'node:net';

/** What of a socket is used here that Node.js does not document, though its own timeout of sockets lives by it. */
interface Handle {
  /** Of all that it was given, sent or not. */
  bytesWritten: number;
  /** What of that the system has not taken yet. */
  writeQueueSize: number;
}

/**
 * How many bytes the system has taken of what was written to a connection. What is documented counts a write when its last
 * byte is gone: a page is one write, and one who reads that slowly would seem to read nothing.
 */
export function takenBytes(socket: Socket): number {
  const handle: unknown = Reflect.get(socket, '_handle');
  if (isHandle(handle)) return handle.bytesWritten - handle.writeQueueSize;
  return socket.bytesWritten - socket.writableLength;
}

function isHandle(value: unknown): value is Handle {
  if (typeof value !== 'object' || value === null) return false;
  const { bytesWritten, writeQueueSize } = value as Partial<Handle>;
  return typeof bytesWritten === 'number' && typeof writeQueueSize === 'number';
}
