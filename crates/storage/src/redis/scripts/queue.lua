-- The first place in the queue for a cart, which one has at a time, and for so long at most. Who has none may change the
-- cart all the same: that he waits only saves work.
--
-- KEYS  queue
-- ARGV  what tells this place from any other; 'enter' or 'leave'; how long, in milliseconds
--
-- answers 1 if the place is his, or was

local queue, place, what = KEYS[1], ARGV[1], ARGV[2]
if what == 'enter' and redis.call('SET', queue, place, 'NX', 'PX', ARGV[3]) then
    return 1
end
local is_his = redis.call('GET', queue) == place
if is_his and what == 'leave' then
    redis.call('DEL', queue)
end
return is_his and 1 or 0
