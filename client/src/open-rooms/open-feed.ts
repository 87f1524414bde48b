import type { Message } from '@parley/protocol';
import { waitUntil } from '../wait-until.js';
import { type FeedPosition, type FeedSource, throwIfOver } from './feed-source.js';
import type { FollowOptions } from './room.js';

/** Begins in this moment, or with the first history there is, whether it is read yet or not. */
export function openFeed(
  source: FeedSource,
  { after, signal }: FollowOptions,
): AsyncGenerator<Message, void, undefined> {
  const begin = waitUntil(source.sources, () => beginning(source, after), signal);
  begin.catch(() => undefined);
  return follow(source, begin, signal);
}

async function* follow(
  source: FeedSource,
  begin: Promise<FeedPosition | 'end'>,
  signal: AbortSignal | undefined,
): AsyncGenerator<Message, void, undefined> {
  const place = await begin;
  if (place === 'end') return;
  // Pages that draw `state` never load it.
  const { followMessages } = await import('./message-feed.js');
  yield* followMessages(source, place, signal);
}

/** Undefined while no history is known. */
function beginning(source: FeedSource, after: number | undefined): FeedPosition | 'end' | undefined {
  const { history, access } = source.state();
  if (history.head) return { epoch: history.head.epoch, seq: after ?? history.messages.at(-1)?.seq ?? 0 };
  if (source.isClosed()) return 'end';
  throwIfOver(access, source.connection());
  return undefined;
}
