-- Records of the outbox from an id on.
--
-- KEYS  outbox
-- ARGV  id, how many
--
-- answers for each {id, record}

local answer = {}
for at, entry in ipairs(redis.call('XRANGE', KEYS[1], ARGV[1], '+', 'COUNT', ARGV[2])) do
    answer[at] = {entry[1], entry[2][2]}
end
return answer
