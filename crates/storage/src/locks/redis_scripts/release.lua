-- ARGV: clock, name, token.
local lock = find(name)
if lock == nil then return {'unknown'} end
if lock == false then return {'unreadable'} end
if lock.token ~= ARGV[3] then return {'wrong owner'} end
if not lock.live then return {'expired'} end
look_at_indexes()
remove(name)
return {'done'}
