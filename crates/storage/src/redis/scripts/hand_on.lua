-- The oldest records of a bucket's stream, in Cluster.
--
-- KEYS  the bucket's stream
-- ARGV  how many
--
-- answers the entries, and the newest of them apart

local entries, answer = redis.call('XRANGE', KEYS[1], '-', '+', 'COUNT', ARGV[1]), {}
for at, entry in ipairs(entries) do
    answer[at] = {entry[1], entry[2][2]}
end
return answer
