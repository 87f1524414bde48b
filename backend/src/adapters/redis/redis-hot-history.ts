import { type Annex, changeKey, isGone, LIMITS, type PageEffect, pageEffectOf } from '@parley/protocol';
import type { Cluster, Redis, Result } from 'ioredis';
import type { EncodedChange, RoomChanges } from '../../chat/changes/room-changes.js';
import { Annexes, printAnnex } from '../../chat/pages/annexes.js';
import { lastSeqOf } from '../../chat/pages/hot-slice.js';
import { HotHistory, type HotPage } from '../../chat/ports/hot-history.js';
import { errorLine } from '../../errors/loggable-error.js';
import { type Log, rateLimitedLog } from '../rate-limited-log.js';
import { APPLY, FILL, READ } from './history-scripts.js';

declare module 'ioredis' {
  interface RedisCommander<Context> {
    historyApply(list: string, meta: string, ...args: (string | number | Buffer)[]): Result<0 | 1, Context>;
    historyRead(
      list: string,
      meta: string,
    ): Result<[epoch: string, rev: string, messages: string[], annexes: string[]] | null, Context>;
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
    this.log = rateLimitedLog(log);
    redis.defineCommand('historyApply', { lua: APPLY, numberOfKeys: 2 });
    redis.defineCommand('historyRead', { lua: READ, numberOfKeys: 2 });
    redis.defineCommand('historyFill', { lua: FILL, numberOfKeys: 2 });
  }

  override async apply({ roomId, epoch, from, to, events }: RoomChanges): Promise<boolean> {
    const rows: { [E in PageEffect]: Buffer[] } = { append: [], replace: [], annex: [], none: [] };
    for (const { name, json } of events) rows[pageEffectOf(name)].push(json);
    const annexes = events.flatMap(entryOf);
    const fresh = rows.append.slice(-LIMITS.hotHistory);
    try {
      const [list, meta] = keysOf(roomId);
      const head = [this.keepMs, LIMITS.hotHistory, epoch, from, to, fresh.length, rows.replace.length];
      return (
        (await this.redis.historyApply(list, meta, ...head, ...fresh, ...rows.replace, ...annexes)) === 1
      );
    } catch (error) {
      this.report(error);
      return false;
    }
  }

  override async read(roomId: string): Promise<HotPage | null> {
    try {
      const found = await this.redis.historyRead(...keysOf(roomId));
      if (found === null) return null;
      const [epoch, rev, messages, beside] = found;
      const annexes = new Annexes(beside).from(lastSeqOf(messages) - messages.length + 1);
      return { head: { epoch, rev: Number(rev) }, messages, annexes };
    } catch (error) {
      this.report(error);
      return null;
    }
  }

  override async fill(roomId: string, { head, messages, annexes }: HotPage): Promise<boolean> {
    try {
      const newest = messages.slice(-LIMITS.hotHistory);
      const about = [this.keepMs, head.epoch, head.rev, newest.length];
      const beside = annexes.flatMap((text) => [fieldOf(JSON.parse(text)), text]);
      await this.redis.historyFill(...keysOf(roomId), ...about, ...newest, ...beside);
      return true;
    } catch (error) {
      this.report(error);
      return false;
    }
  }

  private report(error: unknown): void {
    this.log(`Hot history: ${errorLine(error)}`);
  }
}

function keysOf(roomId: string): [list: string, meta: string] {
  return [`chat:history:${roomId}`, `{chat:history:${roomId}}:meta`];
}

/** The field of an annex and its text, which is empty when it is gone; nothing for another change. */
function entryOf({ name, json }: EncodedChange): string[] {
  if (pageEffectOf(name) !== 'annex') return [];
  const { annex, text } = printAnnex(name, json.toString());
  return [fieldOf(annex), isGone(annex) ? '' : text];
}

function fieldOf({ kind, row }: Annex): string {
  return `annex:${row.seq}/${kind}/${changeKey(kind, row)}`;
}
