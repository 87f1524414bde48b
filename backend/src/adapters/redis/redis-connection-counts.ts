import type { Cluster, Redis, Result } from 'ioredis';
import { COUNT_TTL_MS, ConnectionCounts } from '../../chat/ports/connection-counts.js';

declare module 'ioredis' {
  interface RedisCommander<Context> {
    reportConnections(key: string, instance: string, count: number, holdsMs: number): Result<number, Context>;
  }
}

/** KEYS[1]: a hash, `<count> <end, ms of Redis's own clock>` by instance. ARGV: instance, count, holdsMs. */
const REPORT = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local others = 0
local told = redis.call('HGETALL', KEYS[1])
for i = 1, #told, 2 do
  local count, ends = string.match(told[i + 1], '^(%d+) (%d+)$')
  if tonumber(ends) <= now then redis.call('HDEL', KEYS[1], told[i])
  elseif told[i] ~= ARGV[1] then others = others + count end
end
if ARGV[2] == '0' then redis.call('HDEL', KEYS[1], ARGV[1])
else
  redis.call('HSET', KEYS[1], ARGV[1], string.format('%d %d', ARGV[2], now + ARGV[3]))
  redis.call('PEXPIRE', KEYS[1], ARGV[3])
end
return others
`;

/** Counts of all instances, under `chat:connections:<key>`. */
export class RedisConnectionCounts extends ConnectionCounts {
  constructor(
    private readonly redis: Redis | Cluster,
    private readonly instanceId: string,
    private readonly holdsMs = COUNT_TTL_MS,
  ) {
    super();
    redis.defineCommand('reportConnections', { lua: REPORT, numberOfKeys: 1 });
  }

  override report(key: string, count: number): Promise<number> {
    return this.redis.reportConnections(`chat:connections:${key}`, this.instanceId, count, this.holdsMs);
  }
}
