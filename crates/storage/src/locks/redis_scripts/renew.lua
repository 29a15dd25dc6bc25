-- ARGV: clock, name, token, milliseconds.
local lock = find(name)
if lock == nil then return {'unknown'} end
if lock == false then return {'unreadable'} end
if lock.token ~= ARGV[3] then return {'wrong owner'} end
if not lock.live then return {'expired'} end
look_at_indexes()
lock.expires = math.max(lock.expires, now + tonumber(ARGV[4]))
put(lock)
return {'done', lock.incarnation, lock.counter, lock.expires - math.max(now, lock.granted)}
