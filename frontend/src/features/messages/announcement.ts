import type { Message } from '@parley/protocol';
import { isolate } from '../../lib/text/isolate.js';
import { readPlain } from '../message-text/use-plain-text.js';

/** A long text is for reading, not for listening to. */
const SPOKEN = 140;

/** What a screen reader says of what others said meanwhile; null: nothing. */
export async function announcement(news: readonly Message[], me: string): Promise<string | null> {
  const others = news.filter(({ userId, deletedAt }) => userId !== me && deletedAt === undefined);
  const last = others.at(-1);
  if (!last) return null;
  const read = await readPlain(last.message);
  const text = read.length > SPOKEN ? `${read.slice(0, SPOKEN)} …` : read;
  if (others.length === 1) return `${isolate(last.username)}: ${isolate(text)}`;
  return `${others.length} new messages. The last is from ${isolate(last.username)}: ${isolate(text)}`;
}
