-- Acknowledges records for a group, and removes those that every group is done with.
--
-- KEYS  outbox
-- ARGV  group, then the ids
--
-- answers how many this group had not acknowledged yet

local outbox, group = KEYS[1], take()

local function number(id)
    return tonumber(string.match(id, '^%d+'))
end

if redis.call('EXISTS', outbox) == 0 then
    return 0
end
local acknowledged = 0
while taken < #ARGV do
    acknowledged = acknowledged + redis.call('XACK', outbox, group, take())
end
local keep
for _, described in ipairs(redis.call('XINFO', 'GROUPS', outbox)) do
    local fields = {}
    for at = 1, #described, 2 do
        fields[described[at]] = described[at + 1]
    end
    local first = number(fields['last-delivered-id']) + 1
    if fields.pending > 0 then
        first = number(redis.call('XPENDING', outbox, fields.name)[2])
    end
    keep = math.min(keep or first, first)
end
if keep then
    redis.call('XTRIM', outbox, 'MINID', digits(keep) .. '-0')
end
return acknowledged
