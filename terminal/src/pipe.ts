import { createInterface } from 'node:readline';
import { type Message, ParleyClient, ParleyError, type Room, type Session } from '@parley/client';
import { plainMessage } from './lines/message-lines.js';
import { notSent } from './lines/not-sent.js';

/** So many lines are on their way at most: the rest waits in the pipe. */
const ON_THEIR_WAY = 100;
const JOIN_WITHIN_MS = 30_000;

/** Sends each line that comes in, prints what is said meanwhile, and ends with the input. Resolves to an exit code. */
export async function pipe(session: Session, roomId: string): Promise<number> {
  const chat = new ParleyClient({ session, maxMessages: 200 });
  try {
    await chat.connect();
    const room = await chat.join(roomId, { signal: AbortSignal.timeout(JOIN_WITHIN_MS) });
    return await pass(chat, room);
  } finally {
    chat.disconnect();
  }
}

async function pass(chat: ParleyClient, room: Room): Promise<number> {
  const input = createInterface({ input: process.stdin });
  process.once('SIGINT', () => input.close());
  process.once('SIGTERM', () => input.close());
  // The reader has enough: `| head -1`.
  process.stdout.once('error', () => input.close());
  const printed = new Printed();
  const printing = printed.follow(room);
  const { last, failures } = await sendAll(room, input);
  await printed.upTo(last, chat);
  await chat.close();
  await printing;
  return failures > 0 ? 1 : 0;
}

async function sendAll(
  room: Room,
  lines: AsyncIterable<string>,
): Promise<{ last: number; failures: number }> {
  const onTheirWay = new Set<Promise<void>>();
  let last = 0;
  let failures = 0;
  for await (const line of lines) {
    if (line.trim() === '') continue;
    const sending = room.send(line).done.then(
      ({ seq }) => {
        last = Math.max(last, seq);
      },
      (error: unknown) => {
        failures += 1;
        const { message } = ParleyError.from(error);
        console.error(notSent(line, message, 100));
      },
    );
    const settled = sending.finally(() => onTheirWay.delete(settled));
    onTheirWay.add(settled);
    if (onTheirWay.size >= ON_THEIR_WAY) await Promise.race(onTheirWay);
  }
  await Promise.all(onTheirWay);
  return { last, failures };
}

/** What was printed, and up to where. */
class Printed {
  private seq = 0;
  private wake: () => void = () => undefined;

  async follow(room: Room): Promise<void> {
    try {
      for await (const message of room.messages()) this.print(message);
    } catch (error) {
      console.error(ParleyError.from(error).message);
      this.seq = Number.POSITIVE_INFINITY;
    }
    this.wake();
  }

  /** My own last line is heard a moment after it is stored. */
  async upTo(seq: number, chat: ParleyClient): Promise<void> {
    while (this.seq < seq && chat.connection.state.state !== 'ended') {
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
  }

  private print(message: Message): void {
    if (process.stdout.writable) process.stdout.write(`${plainMessage(message)}\n`);
    this.seq = message.seq;
    this.wake();
  }
}
