-- Moves a dead letter back into its queue, as a new job, unless the job is there already. Returns the job, or false when there is no such letter.
-- KEYS: stream, index, delayed set, dead letters. ARGV: entry of the dead letter, milliseconds since the epoch.
local letters = redis.call('XRANGE', KEYS[4], ARGV[1], ARGV[1])
if #letters == 0 then return false end
local job
for field = 1, #letters[1][2], 2 do
  if letters[1][2][field] == 'job' then job = letters[1][2][field + 1] end
end
redis.call('XDEL', KEYS[4], ARGV[1])
local known = redis.call('HGET', KEYS[2], job)
if known then
  if string.sub(known, 1, 7) == 'delayed' then
    if redis.call('ZSCORE', KEYS[3], job) then return job end
  elseif #redis.call('XRANGE', KEYS[1], known, known) == 1 then
    return job
  end
end
local entry = redis.call('XADD', KEYS[1], '*', 'job', job, 'attempt', '1', 'since', ARGV[2])
redis.call('HSET', KEYS[2], job, entry)
return job
