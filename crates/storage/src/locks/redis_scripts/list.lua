-- ARGV: clock, name after which it goes on (empty: from the first), how many at most.
local answer = {'list'}
local limit = tonumber(ARGV[3])
local from = '-'
if name ~= '' then from = '(' .. name end
while limit > 0 do
    local page = redis.call('ZRANGEBYLEX', names, from, '+', 'LIMIT', 0, 100)
    if #page == 0 then break end
    for _, each in ipairs(page) do
        local lock = find(each)
        if lock == false then return {'unreadable', each} end
        if lock and lock.live and limit > 0 then
            limit = limit - 1
            for _, part in ipairs({each, lock.incarnation, lock.counter, lock.age, lock.remaining}) do
                answer[#answer + 1] = part
            end
        end
    end
    from = '(' .. page[#page]
end
return answer
