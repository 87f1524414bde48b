import type { Message } from '@parley/protocol';
import { isolate } from '../../isolate.js';

/** A long text is for reading, not for listening to. */
const SPOKEN = 140;

/** What a screen reader says of what others said meanwhile; null: nothing. */
export function announcement(news: readonly Message[], me: string): string | null {
  const others = news.filter(({ userId, deletedAt }) => userId !== me && deletedAt === undefined);
  const last = others.at(-1);
  if (!last) return null;
  const text = last.message.length > SPOKEN ? `${last.message.slice(0, SPOKEN)} …` : last.message;
  if (others.length === 1) return `${isolate(last.username)}: ${isolate(text)}`;
  return `${others.length} new messages. The last is from ${isolate(last.username)}: ${isolate(text)}`;
}
