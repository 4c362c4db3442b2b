-- Adds a job unless it is already waiting, in work, or set aside for a retry. Returns 1 when it was added.
-- KEYS: stream, index (job -> stream entry, or "delayed"), delayed set. ARGV: job, attempt, milliseconds since the epoch.
local known = redis.call('HGET', KEYS[2], ARGV[1])
if known then
  -- The index alone is not believed: an entry that was lost or trimmed must not block its job for ever.
  if string.sub(known, 1, 7) == 'delayed' then
    if redis.call('ZSCORE', KEYS[3], ARGV[1]) then return 0 end
  elseif #redis.call('XRANGE', KEYS[1], known, known) == 1 then
    return 0
  end
end
local entry = redis.call('XADD', KEYS[1], '*', 'job', ARGV[1], 'attempt', ARGV[2], 'since', ARGV[3])
redis.call('HSET', KEYS[2], ARGV[1], entry)
return 1
