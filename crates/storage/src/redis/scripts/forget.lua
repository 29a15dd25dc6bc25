-- Removes what was decided about a promise, after it has been kept.
--
-- KEYS  decision

return redis.call('DEL', KEYS[1])
