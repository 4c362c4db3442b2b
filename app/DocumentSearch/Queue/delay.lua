-- Sets a job aside until a moment. Does nothing when another worker has finished it meanwhile.
-- KEYS: stream, index, delayed set. ARGV: group, entry, job, next attempt, since, due (milliseconds since the epoch).
redis.call('XACK', KEYS[1], ARGV[1], ARGV[2])
if redis.call('XDEL', KEYS[1], ARGV[2]) == 0 then return 0 end
redis.call('ZADD', KEYS[3], ARGV[6], ARGV[3])
redis.call('HSET', KEYS[2], ARGV[3], 'delayed:' .. ARGV[4] .. ':' .. ARGV[5])
return 1
