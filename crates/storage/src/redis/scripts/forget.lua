-- Lets go of what was decided about a promise, after it has been kept: not before whoever may be late has asked.
--
-- KEYS  decision
-- ARGV  how long it is remembered, in milliseconds

return redis.call('PEXPIRE', KEYS[1], ARGV[1])
