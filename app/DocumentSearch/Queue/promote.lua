-- Moves jobs that are due back into the stream. KEYS: stream, index, delayed set. ARGV: now (milliseconds), most.
local due = redis.call('ZRANGEBYSCORE', KEYS[3], '-inf', ARGV[1], 'LIMIT', 0, ARGV[2])
for _, job in ipairs(due) do
  redis.call('ZREM', KEYS[3], job)
  local state = redis.call('HGET', KEYS[2], job)
  local attempt, since = string.match(state or '', '^delayed:(%d+):(%d+)$')
  local entry = redis.call('XADD', KEYS[1], '*', 'job', job, 'attempt', attempt or '1', 'since', since or ARGV[1])
  redis.call('HSET', KEYS[2], job, entry)
end
return #due
