-- The stock of keys. In memory its count is a number of Lua's; in Redis it is changed by whole numbers, which are exact.
local stocks = {}

local function stock_of(key)
    local known = stocks[key]
    if known then return known end
    local stock = {policy = UNKNOWN, held = 0, holders = 0, sold = 0, mentions = 0, incarnation = '', counter = '',
        last = '', taken_off = 0, is_new = true}
    local text = redis.call('HGET', stock_hash, key)
    if text then
        local ok, kept = pcall(cmsgpack.unpack, text)
        if not ok or type(kept) ~= 'table' or #kept ~= 8 or type(kept[8]) ~= 'string' then
            answer_at_once('unreadable', 'the stock of ' .. key)
        end
        for place = 1, 5 do
            if type(kept[place]) ~= 'number' then answer_at_once('unreadable', 'the stock of ' .. key) end
        end
        stock.policy, stock.held, stock.holders, stock.sold, stock.mentions = unpack(kept, 1, 5)
        stock.incarnation, stock.counter, stock.last, stock.is_new = kept[6], kept[7], kept[8], false
    end
    if stock.policy == TRACKED then
        stock.on_hand = redis.call('HGET', on_hand, key)
        if not tonumber(stock.on_hand or '') then answer_at_once('unreadable', 'the stock of ' .. key) end
    end
    stocks[key] = stock
    return stock
end

local function is_fence_of(stock, incarnation, counter)
    return stock.incarnation == incarnation and stock.counter == counter
end

-- What a line may have at most; nil if there is no limit. `given` and `sold` are a count of the caller's.
local function available(stock, rule, given, sold)
    local one_holder, counts
    if stock.holders > 0 then one_holder = 0 end
    if stock.policy == TRACKED then
        counts = math.max(0, math.max(0, tonumber(stock.on_hand) - stock.taken_off) - stock.held)
    elseif stock.policy == EXCLUSIVE then
        counts = one_holder
    elseif stock.policy == UNKNOWN then
        counts = 0
    end
    if rule == ON_HAND then
        local since = sold ~= '' and stock.sold - tonumber(sold) or 0
        -- A store that counts less than before came back empty in between: whatever it has sold, it sold since.
        if since < 0 then since = stock.sold end
        local of_caller = math.max(0, math.max(0, tonumber(given) - since) - stock.held)
        if stock.policy == UNKNOWN or stock.policy == UNTRACKED or not counts then return of_caller end
        return math.min(of_caller, counts)
    end
    if rule ~= OF_STORE and (stock.policy == UNKNOWN or stock.policy == EXCLUSIVE) then return one_holder end
    if rule == ONE_HOLDER and one_holder then return one_holder end
    return counts
end

local function take(stock, quantity)
    stock.held, stock.holders, stock.changed = stock.held + quantity, stock.holders + 1, true
end

local function give_back(stock, quantity)
    stock.held, stock.holders = math.max(0, stock.held - quantity), math.max(0, stock.holders - 1)
    stock.changed = true
end

local function sell(stock, quantity)
    stock.sold, stock.changed = stock.sold + quantity, true
    if stock.policy == TRACKED then stock.taken_off = stock.taken_off + quantity end
end

local function mention(stock, by)
    stock.mentions, stock.changed = math.max(0, stock.mentions + by), true
end

local function fence_stock(stock, incarnation, counter)
    if stock.incarnation == '' or is_greater(incarnation, counter, stock.incarnation, stock.counter) then
        stock.incarnation, stock.counter, stock.changed = incarnation, counter, true
    end
end

-- As it is shown: policy, count, held, holders, sold, fence.
local function shown_stock(stock)
    return {stock.policy, stock.on_hand or '', digits(stock.held), digits(stock.holders), digits(stock.sold),
        stock.incarnation, stock.counter}
end

local function flush_stocks()
    for key, stock in pairs(stocks) do
        if stock.changed then
            if stock.taken_off ~= 0 then
                stock.on_hand = digits(tonumber(stock.on_hand) - stock.taken_off)
                redis.pcall('HINCRBY', on_hand, key, digits(-stock.taken_off))
            end
            local is_forgettable = stock.policy == UNKNOWN and stock.holders == 0 and stock.mentions == 0 and stock.sold == 0
            if is_forgettable then
                redis.call('HDEL', stock_hash, key)
                redis.call('ZREM', stock_keys, key)
            else
                redis.call('HSET', stock_hash, key, cmsgpack.pack({stock.policy, stock.held, stock.holders, stock.sold,
                    stock.mentions, stock.incarnation, stock.counter, stock.last}))
                if stock.is_new then redis.call('ZADD', stock_keys, 0, key) end
            end
            if stock.policy ~= TRACKED then redis.call('HDEL', on_hand, key) end
        end
    end
    stocks = {}
end
