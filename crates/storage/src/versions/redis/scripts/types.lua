-- ARGV from 4: the type after which it goes on (empty: from the first), how many at most.
local unreadable = look({})
if unreadable then return unreadable end
if begins then save() end
-- The list may have been evicted; then it is made anew of what it is a list of.
if redis.call('ZCARD', names) ~= redis.call('HLEN', versions) - 1 then
    redis.call('DEL', names)
    local listed = {}
    for _, name in ipairs(redis.call('HKEYS', versions)) do
        if name ~= '' then
            listed[#listed + 1] = 0
            listed[#listed + 1] = name
        end
    end
    for first = 1, #listed, 1000 do
        redis.call('ZADD', names, unpack(listed, first, math.min(first + 999, #listed)))
    end
end
local from = '-'
if ARGV[4] ~= '' then from = '(' .. ARGV[4] end
local answer = redis.call('ZRANGEBYLEX', names, from, '+', 'LIMIT', 0, ARGV[5])
table.insert(answer, 1, 'types')
return answer
