-- KEYS: the samples, their list. ARGV: from, until. Of each its minute and name, and what was counted.
local answer = {'samples'}
for _, name in ipairs(redis.call('ZRANGEBYLEX', KEYS[2], ARGV[1], ARGV[2])) do
    local counted = redis.call('HGET', KEYS[1], name)
    if counted then
        answer[#answer + 1] = name
        answer[#answer + 1] = counted
    end
end
return answer
