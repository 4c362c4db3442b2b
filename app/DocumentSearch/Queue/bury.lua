-- Moves a job to the dead letters, of which the newest ten thousand are kept.
-- KEYS: stream, index, dead letters. ARGV: group, entry, job, attempt, since, reason.
redis.call('XACK', KEYS[1], ARGV[1], ARGV[2])
if redis.call('XDEL', KEYS[1], ARGV[2]) == 0 then return 0 end
redis.call('HDEL', KEYS[2], ARGV[3])
redis.call('XADD', KEYS[3], 'MAXLEN', '~', 10000, '*', 'job', ARGV[3], 'attempt', ARGV[4], 'since', ARGV[5], 'reason', ARGV[6])
return 1
