-- Removes the entries of a stream before an id.
--
-- KEYS  stream
-- ARGV  id

return redis.call('XTRIM', KEYS[1], 'MINID', ARGV[1])
