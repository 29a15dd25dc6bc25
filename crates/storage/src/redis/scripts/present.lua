-- What carts of one bucket are. Those that have expired are taken out of the indexes.
--
-- KEYS  index, times, expires, then the carts
-- ARGV  the members of the carts
--
-- answers for each {identity, time of the last change, promise or ''}, or {} if it is gone, or {'', '', ''} if it is no cart

local answers = {}
for at, member in ipairs(ARGV) do
    local cart = KEYS[at + 3]
    local found = redis.pcall('HMGET', cart, 'identity', 'updated_at', 'promise')
    if found.err then
        found = {}
    end
    if found[1] and found[2] then
        answers[at] = {found[1], found[2], found[3] or ''}
    elseif redis.call('EXISTS', cart) == 0 then
        unlist({index = KEYS[1], times = KEYS[2], expires = KEYS[3]}, member)
        answers[at] = {}
    else
        answers[at] = {'', '', ''}
    end
end
return answers
