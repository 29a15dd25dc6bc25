-- ARGV: clock, name, token, milliseconds, greatest incarnation that the caller has seen, id of the server's start.
local lock = find(name)
if lock == false then return {'unreadable'} end
if lock and lock.live then
    if lock.token ~= ARGV[3] then return {'held', lock.remaining} end
    return {'granted', lock.incarnation, lock.counter, lock.remaining}
end
look_at_indexes()
local fence, why = next_fence(ARGV[5], ARGV[6])
if not fence then return why end
local lifetime = tonumber(ARGV[4])
put({token = ARGV[3], incarnation = fence.incarnation, counter = fence.counter, granted = now, expires = now + lifetime})
return {'granted', fence.incarnation, fence.counter, lifetime}
