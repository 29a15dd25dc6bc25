-- What is done once, also when it is asked for again because its reply was lost.
-- KEYS[1]: what such steps have done lately. ARGV: this step, the first one that is to be remembered; then each its own.
local done, step = KEYS[1], ARGV[1]

-- What this very step has answered, if it was here before.
local function answer_before()
    local found = redis.call('ZRANGEBYLEX', done, '[' .. step, '(' .. step .. '~')[1]
    return found and string.sub(found, #step + 2)
end

local function remember(answer)
    -- Two for one, so that it does not grow.
    for _, each in ipairs(redis.call('ZRANGEBYLEX', done, '-', '(' .. ARGV[2], 'LIMIT', 0, 2)) do
        redis.call('ZREM', done, each)
    end
    redis.call('ZADD', done, 0, step .. ' ' .. answer)
end
