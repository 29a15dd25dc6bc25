-- A portion of the carts of a bucket, in the order of their keys.
--
-- KEYS  index, times
-- ARGV  where it begins and ends, as ZRANGEBYLEX has it; only carts not changed since then, or nothing; how many
--
-- answers {'from', where the next portion begins or '', members}, or {'all', '', members} of all that are idle, in any order

local from, to, since, count = ARGV[1], ARGV[2], ARGV[3], tonumber(ARGV[4])

if since ~= '' then
    local idle = redis.call('ZCOUNT', KEYS[2], '-inf', '(' .. since)
    if idle <= 1000 then
        return {'all', '', redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', '(' .. since)}
    end
    -- Few of many: others wait for this server, so that it looks at no more than this at once.
    count = 1000
end
local members = redis.call('ZRANGEBYLEX', KEYS[1], from, to, 'LIMIT', 0, count)
local following = #members == count and '(' .. members[count] or ''
if since ~= '' and #members > 0 then
    local scores, idle = redis.call('ZMSCORE', KEYS[2], unpack(members)), {}
    for at, member in ipairs(members) do
        if not scores[at] or tonumber(scores[at]) < tonumber(since) then
            idle[#idle + 1] = member
        end
    end
    members = idle
end
return {'from', following, members}
