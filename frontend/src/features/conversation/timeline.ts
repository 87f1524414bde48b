import type { Passing, Pending } from '@parley/client';
import type { Message } from '@parley/protocol';

/** One line of a conversation. `begins`: it shows its author, the next lines of the same author do not. */
export type Entry =
  | { kind: 'day'; key: string; at: number }
  | { kind: 'message'; key: string; message: Message; begins: boolean }
  | { kind: 'passing'; key: string; passing: Passing }
  | { kind: 'pending'; key: string; pending: Pending; begins: boolean };

/** Lines of one author within so long stand together, ms. */
const GROUP_MS = 5 * 60_000;

/** What is shown, from the oldest down. A pending message keeps its key when it is confirmed: it does not blink. */
export function timeline(
  messages: readonly Message[],
  pending: readonly Pending[],
  passing: readonly Passing[],
  me: string,
): Entry[] {
  const entries: Entry[] = [];
  const waiting = [...passing];
  let last: { userId: string; at: number } | null = null;
  const say = (seq: number) => {
    for (let next = waiting[0]; next && next.afterSeq <= seq; next = waiting[0]) {
      entries.push({ kind: 'passing', key: `passing-${next.id}`, passing: next });
      waiting.shift();
      last = null;
    }
  };
  let day = '';
  for (const message of messages) {
    say(message.seq - 1);
    const date = new Date(message.timestamp).toDateString();
    if (date !== day) {
      entries.push({ kind: 'day', key: `day-${message.seq}`, at: message.timestamp });
      day = date;
      last = null;
    }
    entries.push({
      kind: 'message',
      key: message.clientId,
      message,
      begins: begins(last, message.userId, message.timestamp),
    });
    last = { userId: message.userId, at: message.timestamp };
  }
  say(Number.POSITIVE_INFINITY);
  for (const one of pending) {
    entries.push({
      kind: 'pending',
      key: one.clientId,
      pending: one,
      begins: begins(last, me, one.queuedAt),
    });
    last = { userId: me, at: one.queuedAt };
  }
  return entries;
}

function begins(last: { userId: string; at: number } | null, userId: string, at: number): boolean {
  return last === null || last.userId !== userId || at - last.at > GROUP_MS;
}
