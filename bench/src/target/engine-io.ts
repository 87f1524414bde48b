import type { Conversation, Line } from './dialect.js';

/** Where Socket.IO waits for WebSockets. */
export const ENGINE_PATH = '/socket.io/?EIO=4&transport=websocket';

/**
 * A Socket.IO client's part of a conversation: it opens Engine.IO, enters the main namespace with its token, answers
 * pings, and gives everything else away.
 */
export function overEngineIo(
  token: string,
  line: Line,
  own: { connected(): void; hear(text: string): void },
): Conversation {
  return {
    opened: () => undefined,
    hear(text) {
      if (text === '2') line.send('3');
      else if (text.startsWith('0{')) line.send(`40${JSON.stringify({ token })}`);
      else if (text.startsWith('40')) own.connected();
      else if (text.startsWith('44')) line.failed(text.slice(2, 200));
      else own.hear(text);
    },
  };
}

/** A packet of an event with a number to be answered under. */
export function asking(id: number, event: string, input: string): string {
  return `42${id}["${event}",${input}]`;
}

/** The number of the answer that a packet is, or null. */
export function answeredIn(text: string): number | null {
  if (!text.startsWith('43')) return null;
  const id = Number.parseInt(text.slice(2, 20), 10);
  return Number.isNaN(id) ? null : id;
}
