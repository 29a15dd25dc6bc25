-- ARGV: clock, name, greatest incarnation that the caller has seen, id of the server's start.
local lock = find(name)
if lock == false then return {'unreadable'} end
if not lock or not lock.live then return {'nobody'} end
look_at_indexes()
local fence, why = next_fence(ARGV[3], ARGV[4])
if not fence then return why end
remove(name)
return {'forced', fence.incarnation, fence.counter}
