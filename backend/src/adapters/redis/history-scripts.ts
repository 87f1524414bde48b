/**
 * KEYS of each: the list, its meta (epoch, rev, length). The length tells a list that Redis evicted from one that is
 * empty because nobody has written yet.
 */
const STANDING = `
local meta = redis.call('HMGET', KEYS[2], 'epoch', 'rev', 'length')
local stands = meta[1] and tonumber(meta[3]) == redis.call('LLEN', KEYS[1])
local function keep(epoch, rev, ttlMs)
  redis.call('HSET', KEYS[2], 'epoch', epoch, 'rev', rev, 'length', redis.call('LLEN', KEYS[1]))
  redis.call('PEXPIRE', KEYS[1], ttlMs)
  redis.call('PEXPIRE', KEYS[2], ttlMs)
end
`;

/** ARGV: ttlMs, most, epoch, from, to, then the messages. Returns 1 when the list now stands for \`to\`, else 0. */
export const APPLY = `${STANDING}
local ttlMs, most, epoch, from, to = ARGV[1], tonumber(ARGV[2]), ARGV[3], tonumber(ARGV[4]), ARGV[5]
local follows = from == 1
if stands then follows = meta[1] == epoch and tonumber(meta[2]) + 1 == from end
if not (stands and follows) then redis.call('DEL', KEYS[1], KEYS[2]) end
if not follows then return 0 end
if #ARGV > 5 then
  redis.call('RPUSH', KEYS[1], unpack(ARGV, 6))
  redis.call('LTRIM', KEYS[1], -most, -1)
end
keep(epoch, to, ttlMs)
return 1
`;

/** Returns epoch, rev and the messages, or nothing. */
export const READ = `${STANDING}
if not stands then return nil end
return { meta[1], meta[2], redis.call('LRANGE', KEYS[1], 0, -1) }
`;

/** ARGV: ttlMs, epoch, rev, then the messages. */
export const FILL = `${STANDING}
local ttlMs, epoch, rev = ARGV[1], ARGV[2], ARGV[3]
if stands and meta[1] == epoch and tonumber(meta[2]) >= tonumber(rev) then return end
redis.call('DEL', KEYS[1], KEYS[2])
if #ARGV > 3 then redis.call('RPUSH', KEYS[1], unpack(ARGV, 4)) end
keep(epoch, rev, ttlMs)
`;
