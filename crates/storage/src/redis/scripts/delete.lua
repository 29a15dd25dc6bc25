-- Removes a cart, readable or not, with records of the outbox in the same step.
--
-- KEYS  cart, index, times, expires, outbox
-- ARGV  in the order of the calls of take()
--
-- answers {'removed'}, {'absent'}, {'promised', promise, time, which}

local keys, outbox = keys_of(take(), 1), KEYS[5]
local numbered = take() == 'numbered'
local records = take_records()

local promise = redis.pcall('HGET', keys.cart, 'promise')
if type(promise) == 'string' then
    return promised(promise, 'target')
end
probe(keys)
if #records > 0 then
    redis.call('XLEN', outbox)
end
local was_there = redis.call('DEL', keys.cart) == 1
unlist(keys, keys.member)
append(outbox, records, numbered)
return {was_there and 'removed' or 'absent'}
