/** KEYS[1]: a hash, `count` of attempts and `next`, when the next may be made, in ms of Redis's own clock. */

/** ARGV: free, firstMs, mostMs, forgetMs. Returns the time to wait and the count. */
export const BEGIN = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local count = tonumber(redis.call('HGET', KEYS[1], 'count') or 0)
local next = tonumber(redis.call('HGET', KEYS[1], 'next') or 0)
local function after(times)
  if times < tonumber(ARGV[1]) then return 0 end
  return math.min(ARGV[3], ARGV[2] * 2 ^ (times - ARGV[1]))
end
-- A clock that was ahead and was put right leaves times behind that lie further ahead than any wait.
if next - now > after(count) then
  next = now + after(count)
  redis.call('HSET', KEYS[1], 'next', string.format('%d', next))
end
if next > now then return { next - now, count } end
count = count + 1
local wait = after(count)
redis.call('HSET', KEYS[1], 'count', count, 'next', string.format('%d', now + wait))
redis.call('PEXPIRE', KEYS[1], ARGV[4])
return { 0, count }
`;

export const TAKE_BACK = `
if redis.call('EXISTS', KEYS[1]) == 1 then
  redis.call('HINCRBY', KEYS[1], 'count', -1)
  redis.call('HSET', KEYS[1], 'next', 0)
end
`;
