-- ARGV: clock, name.
local lock = find(name)
if lock == false then return {'unreadable'} end
if not lock or not lock.live then return {'nobody'} end
return {'held', lock.incarnation, lock.counter, lock.age, lock.remaining}
