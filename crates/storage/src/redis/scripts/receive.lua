-- Puts a cart that comes from another server in place of the cart here, and writes down that it has.
--
-- KEYS  cart, index, times, expires, decision
-- ARGV  in the order of the calls of take(); then the fields of the cart as they are there
--
-- answers {'stored'}, {'changed'} if the cart here is not what was read, {'done', identity}, {'cancelled'},
--         {'promised', promise, time, which}

local keys, decision = keys_of(take(), 1), KEYS[5]
local expected, made, now, ttl, deadline = take(), take(), take(), take(), take()

local decided = redis.call('GET', decision)
if decided and decided ~= 'cancelled' then
    return {'done', decided}
elseif decided or server_time() > tonumber(deadline) then
    return {'cancelled'}
end
local found = redis.call('HMGET', keys.cart, 'identity', 'promise')
if found[2] then
    return promised(found[2], 'target')
end
if (found[1] or '') ~= expected then
    return {'changed'}
end
local is_new = not probe(keys)

local fields, kept = {}, {}
while taken < #ARGV do
    local field, value = take(), take()
    fields[#fields + 1], fields[#fields + 2] = field, value
    kept[field] = true
end
local old = {}
for _, field in ipairs(redis.call('HKEYS', keys.cart)) do
    if not kept[field] then
        old[#old + 1] = field
    end
end
set_fields(keys.cart, fields)
delete_fields(keys.cart, old)
redis.call('HSET', keys.cart, 'identity', made, 'updated_at', now)
touch(keys, now, ttl, is_new)
redis.call('SET', decision, made)
return {'stored'}
