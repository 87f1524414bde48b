/**
 * KEYS of each: the list, its meta (epoch, rev, length, and amended: the epoch and rev of the last edit or deletion).
 * The length tells a list that Redis evicted from one that is empty because nobody has written yet. A page read before
 * the last deletion holds its text still, so such a page is not taken.
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

/**
 * ARGV: ttlMs, most, epoch, from, to, the count of new messages, these, then those that were changed. Returns 1 when the
 * list now stands for `to`, else 0. Seqs have no holes, so the distance of two seqs is the distance of their places.
 */
export const APPLY = `${STANDING}
local ttlMs, most, epoch, from, to = ARGV[1], tonumber(ARGV[2]), ARGV[3], tonumber(ARGV[4]), ARGV[5]
local fresh = tonumber(ARGV[6])
local follows = from == 1
if stands then follows = meta[1] == epoch and tonumber(meta[2]) + 1 == from end
if not (stands and follows) then
  redis.call('DEL', KEYS[1])
  redis.call('HDEL', KEYS[2], 'epoch', 'rev', 'length')
end
if #ARGV > 6 + fresh then
  redis.call('HSET', KEYS[2], 'amended', epoch .. ':' .. to)
  redis.call('PEXPIRE', KEYS[2], ttlMs)
end
if not follows then return 0 end
if fresh > 0 then redis.call('RPUSH', KEYS[1], unpack(ARGV, 7, 6 + fresh)) end
local last = redis.call('LINDEX', KEYS[1], -1)
for i = 7 + fresh, last and #ARGV or 0 do
  local back = cjson.decode(last).seq - cjson.decode(ARGV[i]).seq
  if back < redis.call('LLEN', KEYS[1]) then redis.call('LSET', KEYS[1], -1 - back, ARGV[i]) end
end
redis.call('LTRIM', KEYS[1], -most, -1)
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
local ttlMs, epoch, rev = ARGV[1], ARGV[2], tonumber(ARGV[3])
local amended = redis.call('HGET', KEYS[2], 'amended')
if amended and amended:sub(1, #epoch) == epoch and tonumber(amended:sub(#epoch + 2)) > rev then return end
if stands and meta[1] == epoch and tonumber(meta[2]) >= rev then return end
redis.call('DEL', KEYS[1])
if #ARGV > 3 then redis.call('RPUSH', KEYS[1], unpack(ARGV, 4)) end
keep(epoch, ARGV[3], ttlMs)
`;
