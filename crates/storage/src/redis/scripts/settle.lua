-- Does on the source's server what was decided about a promise, if it still stands.
--
-- KEYS  cart, index, times, expires
-- ARGV  member, promise, 'remove' or 'release'

local keys = keys_of(take(), 1)
local promise, what = take(), take()

if redis.call('HGET', keys.cart, 'promise') ~= promise then
    return 0
end
probe(keys)
if what == 'remove' then
    remove(keys)
else
    redis.call('HDEL', keys.cart, 'promise')
end
return 1
