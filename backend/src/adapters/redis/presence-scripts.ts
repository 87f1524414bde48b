/**
 * KEYS[1]: the leases, `<place> <userId> <connection>` scored by the time they end, in ms of Redis's own clock.
 * ARGV[1]: the prefix of each place's hash, which counts the leases of each person there. Both have one hash tag, so
 * that these scripts may name the hashes themselves.
 */
const NOW = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
`;

const MOVED = `
local moved = {}
local function count(lease, by, last)
  local place, user = string.match(lease, '^(%S+) (%S+) ')
  local hash = ARGV[1] .. place
  local leases = redis.call('HINCRBY', hash, user, by)
  if leases <= 0 then redis.call('HDEL', hash, user) end
  if leases == last then
    moved[#moved + 1] = place
    moved[#moved + 1] = user
    moved[#moved + 1] = redis.call('HLEN', hash)
  end
end
`;

/** ARGV: prefix, leaseMs, then leases. Returns place and user of each arrival, and how many people are there with it. */
export const HOLD = `${NOW}${MOVED}
for i = 3, #ARGV do
  if redis.call('ZADD', KEYS[1], now + ARGV[2], ARGV[i]) == 1 then count(ARGV[i], 1, 1) end
end
return moved
`;

/** ARGV: prefix, then leases. Returns of each departure the same. */
export const END = `${MOVED}
for i = 2, #ARGV do
  if redis.call('ZREM', KEYS[1], ARGV[i]) == 1 then count(ARGV[i], -1, 0) end
end
return moved
`;

/** ARGV: graceMs, then leases. A lease is only ever shortened, and never made. */
export const EXPIRE_IN = `${NOW}
for i = 2, #ARGV do
  redis.call('ZADD', KEYS[1], 'XX', 'LT', now + ARGV[1], ARGV[i])
end
`;

/**
 * ARGV: prefix, the most leases to end, leaseMs. Returns of each departure the same. A lease that ends later than one made
 * now would was made while the clock was ahead: no instance may be left to renew it, so it gets a lease's time from now.
 */
export const SWEEP = `${NOW}${MOVED}
for _, lease in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], '(' .. (now + ARGV[3]), '+inf', 'LIMIT', 0, ARGV[2])) do
  redis.call('ZADD', KEYS[1], now + ARGV[3], lease)
end
for _, lease in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now, 'LIMIT', 0, ARGV[2])) do
  redis.call('ZREM', KEYS[1], lease)
  count(lease, -1, 0)
end
return moved
`;

/** KEYS[1]: a place's hash. ARGV: the most people to name. Returns how many there are, and some of them. */
export const PRESENT = `
return { redis.call('HLEN', KEYS[1]), redis.call('HRANDFIELD', KEYS[1], ARGV[1]) }
`;
