import { type EventName, LIMITS } from '@parley/protocol';
import type { Cluster, Redis, Result } from 'ioredis';
import { HotHistory, type HotPage } from '../../chat/ports/hot-history.js';
import type { RoomChanges } from '../../chat/room-changes.js';
import { APPLY, FILL, READ } from './history-scripts.js';
import { type Log, sparing } from './sparing-log.js';

declare module 'ioredis' {
  interface RedisCommander<Context> {
    historyApply(list: string, meta: string, ...args: (string | number | Buffer)[]): Result<0 | 1, Context>;
    historyRead(list: string, meta: string): Result<[epoch: string, rev: string, string[]] | null, Context>;
    historyFill(list: string, meta: string, ...args: (string | number)[]): Result<null, Context>;
  }
}

/** Rooms where nothing is written any more leave Redis after a week. */
const KEEP_MS = 7 * 24 * 60 * 60 * 1_000;

/** The list `chat:history:<roomId>`, with what it stands for in `{chat:history:<roomId>}:meta`, the same slot. */
export class RedisHotHistory extends HotHistory {
  private readonly log: Log;

  constructor(
    private readonly redis: Redis | Cluster,
    log: Log,
    private readonly keepMs = KEEP_MS,
  ) {
    super();
    this.log = sparing(log);
    redis.defineCommand('historyApply', { lua: APPLY, numberOfKeys: 2 });
    redis.defineCommand('historyRead', { lua: READ, numberOfKeys: 2 });
    redis.defineCommand('historyFill', { lua: FILL, numberOfKeys: 2 });
  }

  override async apply({ roomId, epoch, from, to, events }: RoomChanges): Promise<boolean> {
    const named = (name: EventName) => events.filter((event) => event.name === name).map(({ json }) => json);
    const fresh = named('message').slice(-LIMITS.hotHistory);
    const changed = named('message_updated');
    try {
      const [list, meta] = keysOf(roomId);
      const head = [this.keepMs, LIMITS.hotHistory, epoch, from, to, fresh.length];
      return (await this.redis.historyApply(list, meta, ...head, ...fresh, ...changed)) === 1;
    } catch (error) {
      this.tell(error);
      return false;
    }
  }

  override async read(roomId: string): Promise<HotPage | null> {
    try {
      const found = await this.redis.historyRead(...keysOf(roomId));
      if (found === null) return null;
      const [epoch, rev, messages] = found;
      return { head: { epoch, rev: Number(rev) }, messages };
    } catch (error) {
      this.tell(error);
      return null;
    }
  }

  override async fill(roomId: string, { head, messages }: HotPage): Promise<boolean> {
    try {
      const newest = messages.slice(-LIMITS.hotHistory);
      await this.redis.historyFill(...keysOf(roomId), this.keepMs, head.epoch, head.rev, ...newest);
      return true;
    } catch (error) {
      this.tell(error);
      return false;
    }
  }

  private tell(error: unknown): void {
    this.log(`Hot history: ${error instanceof Error ? error.message : error}`);
  }
}

function keysOf(roomId: string): [list: string, meta: string] {
  return [`chat:history:${roomId}`, `{chat:history:${roomId}}:meta`];
}
