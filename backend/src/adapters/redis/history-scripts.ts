/**
 * KEYS of each: the list, its meta (epoch, rev, length; amended: the epoch and rev of the last edit or deletion; and a field
 * `annex:<seq>/<key>` for all that stands beside a message, which `annexed` says there is).
 * The length tells a list that Redis evicted from one that is empty because nothing was written yet. A page read before
 * the last deletion holds its text still, so such a page is not taken.
 */
const STANDING = `
local meta = redis.call('HMGET', KEYS[2], 'epoch', 'rev', 'length', 'annexed')
local stands = meta[1] and tonumber(meta[3]) == redis.call('LLEN', KEYS[1])
local function keep(epoch, rev, ttlMs)
  redis.call('HSET', KEYS[2], 'epoch', epoch, 'rev', rev, 'length', redis.call('LLEN', KEYS[1]))
  redis.call('PEXPIRE', KEYS[1], ttlMs)
  redis.call('PEXPIRE', KEYS[2], ttlMs)
end
-- Those of one message; of all where seq is nil.
local function dropAnnexes(seq)
  if not meta[4] then return end
  local beginning = 'annex:' .. (seq and seq .. '/' or '')
  for _, field in ipairs(redis.call('HKEYS', KEYS[2])) do
    if field:sub(1, #beginning) == beginning then redis.call('HDEL', KEYS[2], field) end
  end
  if not seq then redis.call('HDEL', KEYS[2], 'annexed') end
end
local function drop()
  redis.call('DEL', KEYS[1])
  redis.call('HDEL', KEYS[2], 'epoch', 'rev', 'length')
  dropAnnexes(nil)
end
`;

/**
 * ARGV: ttlMs, most, epoch, from, to, the count of new messages, that of those that were changed, these and those, then of
 * each annex its field and its text, which is empty where it is gone. Returns 1 when the list now stands for `to`, else 0.
 * Seqs have no holes, so the distance of two seqs is the distance of their places.
 */
export const APPLY = `${STANDING}
local ttlMs, most, epoch, from, to = ARGV[1], tonumber(ARGV[2]), ARGV[3], tonumber(ARGV[4]), ARGV[5]
local fresh, changed = tonumber(ARGV[6]), tonumber(ARGV[7])
local follows = from == 1
if stands then follows = meta[1] == epoch and tonumber(meta[2]) + 1 == from end
if not (stands and follows) then drop() end
if changed > 0 then
  redis.call('HSET', KEYS[2], 'amended', epoch .. ':' .. to)
  redis.call('PEXPIRE', KEYS[2], ttlMs)
end
if not follows then return 0 end
if fresh > 0 then redis.call('RPUSH', KEYS[1], unpack(ARGV, 8, 7 + fresh)) end
for i = 8 + fresh + changed, #ARGV, 2 do
  if ARGV[i + 1] == '' then redis.call('HDEL', KEYS[2], ARGV[i])
  else redis.call('HSET', KEYS[2], ARGV[i], ARGV[i + 1], 'annexed', 1) end
  meta[4] = true
end
local last = redis.call('LINDEX', KEYS[1], -1)
for i = 8 + fresh, last and 7 + fresh + changed or 0 do
  local message = cjson.decode(ARGV[i])
  local back = cjson.decode(last).seq - message.seq
  if back < redis.call('LLEN', KEYS[1]) then redis.call('LSET', KEYS[1], -1 - back, ARGV[i]) end
  if message.deletedAt then dropAnnexes(message.seq) end
end
redis.call('LTRIM', KEYS[1], -most, -1)
-- What messages left behind that are no part of the list any more. Only those who add to it look.
if #ARGV > 7 + fresh + changed and redis.call('HLEN', KEYS[2]) > ${1_000} then
  local oldest = cjson.decode(last).seq - redis.call('LLEN', KEYS[1]) + 1
  for _, field in ipairs(redis.call('HKEYS', KEYS[2])) do
    local seq = tonumber(field:match('^annex:(%d+)/'))
    if seq and seq < oldest then redis.call('HDEL', KEYS[2], field) end
  end
end
keep(epoch, to, ttlMs)
return 1
`;

/** Returns epoch, rev, the messages, and the annexes in no order; or nothing. */
export const READ = `${STANDING}
if not stands then return nil end
local annexes = {}
if meta[4] then
  local fields = redis.call('HGETALL', KEYS[2])
  for i = 1, #fields, 2 do
    if fields[i]:sub(1, 6) == 'annex:' then annexes[#annexes + 1] = fields[i + 1] end
  end
end
return { meta[1], meta[2], redis.call('LRANGE', KEYS[1], 0, -1), annexes }
`;

/** ARGV: ttlMs, epoch, rev, the count of messages, these, then of each annex its field and its text. */
export const FILL = `${STANDING}
local ttlMs, epoch, rev, count = ARGV[1], ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4])
local amended = redis.call('HGET', KEYS[2], 'amended')
if amended and amended:sub(1, #epoch) == epoch and tonumber(amended:sub(#epoch + 2)) > rev then return end
if stands and meta[1] == epoch and tonumber(meta[2]) >= rev then return end
drop()
if count > 0 then redis.call('RPUSH', KEYS[1], unpack(ARGV, 5, 4 + count)) end
for i = 5 + count, #ARGV, 2 do redis.call('HSET', KEYS[2], ARGV[i], ARGV[i + 1], 'annexed', 1) end
keep(epoch, ARGV[3], ttlMs)
`;
