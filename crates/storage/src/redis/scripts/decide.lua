-- What became of a promise, as its target's server has it. Who asks with 'cancel' decides it, if nobody has.
--
-- KEYS  decision
-- ARGV  'cancel' or 'ask'; how long a cancellation is remembered, in milliseconds: longer than anybody may be late
--
-- answers 'open', 'cancelled', or what was made of the target

local decided = redis.call('GET', KEYS[1])
if decided then
    return decided
end
if ARGV[1] == 'ask' then
    return 'open'
end
redis.call('SET', KEYS[1], 'cancelled', 'PX', ARGV[2])
return 'cancelled'
