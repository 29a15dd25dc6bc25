-- Stores a change if the cart still is what was expected, with records of the outbox in the same step.
--
-- KEYS  cart, index, times, expires, outbox, queue; of a merge on one server also cart, index, times, expires of the source;
--       of a merge across servers also the decision about the promise that the source's server has written down
-- ARGV  in the order of the calls of take()
--
-- answers {'stored'}, {'repeated', identity, commits}, {'conflict', fields}, {'source', identity}, {'large'}, {'recount'},
--         {'piece', field}, {'corrupt', why}, {'layout', layout}, {'promised', promise, time, which}, {'done', identity}, {'cancelled'}

local keys, outbox, queue = keys_of(take(), 1), KEYS[5], KEYS[6]
local expected, id, made, now, ttl = take(), take(), take(), take(), take()
local count, limit, measured, condition_bytes = tonumber(take()), take(), take(), tonumber(take())
local numbered, whole = take() == 'numbered', take() == 'whole'
local source_member, source_expected = take(), take()
local deadline, place = take(), take()
local records = take_records()

-- --- what is there ----------------------------------------------------------------------------------------------------

local head, answer = head_of(keys)
if answer then
    return answer
end
if head.identity and remembers(head.commits, id) then
    return {'repeated', head.identity, head.commits}
end
if head.promise then
    return promised(head.promise, 'target')
end
local decision = #KEYS == 7 and KEYS[7]
if decision then
    local decided = redis.call('GET', decision)
    if decided and decided ~= 'cancelled' then
        return {'done', decided}
    elseif decided or server_time() > tonumber(deadline) then
        return {'cancelled'}
    end
end
if (head.identity or '') ~= expected then
    return {'conflict', redis.call('HGETALL', keys.cart)}
end
local source = #KEYS == 10 and keys_of(source_member, 7)
if source then
    local found
    found, answer = head_of(source)
    if answer then
        return answer
    end
    if found.promise then
        return promised(found.promise, 'source')
    end
    if found.identity ~= source_expected then
        return {'source', found.identity or ''}
    end
    probe(source)
end
local is_new = not probe(keys)
if #records > 0 then
    redis.call('XLEN', outbox)
end
place = place ~= '' and redis.call('GET', queue) == place

-- --- what it is to be --------------------------------------------------------------------------------------------------

local items, next_position = head.items or 0, head.next or 0
local bytes = {i = head.item_bytes or 0, m = head.metadata_bytes or 0}
if whole then
    items, next_position, bytes.i, bytes.m = 0, 0, 0, 0
end

local known, corrupt = {}, nil
-- A piece as it is now: its position and its length, or false.
local function piece(field)
    if known[field] == nil then
        local value = not whole and redis.call('HGET', keys.cart, field)
        local position = value and string.match(value, '^(%d+):')
        if value and not position then
            corrupt = field
        end
        known[field] = position and {position = position, bytes = #value - #position - 1} or false
    end
    return known[field]
end

-- Conditions are all in one piece, which the caller measures; dynamic ones are stored with the metadata.
local function weigh(field, weight, by)
    local kind = string.sub(field, 1, 1)
    if kind == 'i' then
        items, bytes.i = items + by, bytes.i + by * weight
    elseif kind ~= 'c' then
        bytes.m = bytes.m + by * weight
    end
end

local set, to_set, gone = {}, {}, {}
while taken < #ARGV do
    local field, weight, value = take(), tonumber(take()), take()
    local was = piece(field)
    if was then
        weigh(field, weight + was.bytes, -1)
    end
    if value == '' then
        known[field], to_set[field], gone[field] = false, nil, true
    else
        local position = was and was.position
        if not position then
            position, next_position = digits(next_position), next_position + 1
        end
        known[field] = {position = position, bytes = #value}
        to_set[field], gone[field] = position .. ':' .. value, nil
        weigh(field, weight + #value, 1)
    end
end
if corrupt then
    return {'piece', corrupt}
end
if items ~= count then
    return {'recount'}
end
if limit ~= '' then
    -- None are NULL, and before the others stands a brace.
    local longest = tonumber(limit)
    local function is_long(members)
        return members > 0 and members + 1 > longest
    end
    if (string.find(measured, 'i') and is_long(bytes.i)) or (string.find(measured, 'c') and condition_bytes > longest)
        or (string.find(measured, 'm') and is_long(bytes.m)) then
        return {'large'}
    end
end

-- --- it becomes that ---------------------------------------------------------------------------------------------------

local function put(field, value)
    set[#set + 1] = field
    set[#set + 1] = value
end
put('layout', LAYOUT)
put('identity', made)
put('commits', string.sub((head.commits or '') .. id, -256))
put('items', digits(items))
put('next', digits(next_position))
put('item_bytes', digits(bytes.i))
put('metadata_bytes', digits(bytes.m))
put('updated_at', now)
if not head.identity then
    put('created_at', now)
end
for field, value in pairs(to_set) do
    put(field, value)
end
-- What takes memory comes first: a server without any refuses it while nothing has been written.
local old = {}
if whole and head.identity then
    for _, field in ipairs(redis.call('HKEYS', keys.cart)) do
        if string.sub(field, 2, 2) == ':' and not to_set[field] then
            old[#old + 1] = field
        end
    end
else
    for field in pairs(gone) do
        old[#old + 1] = field
    end
end
set_fields(keys.cart, set)
delete_fields(keys.cart, old)
touch(keys, now, ttl, is_new)
-- Whoever stands in the queue is next.
if place then
    redis.call('DEL', queue)
end
append(outbox, records, numbered)
if source then
    remove(source)
elseif decision then
    redis.call('SET', decision, made)
end
return {'stored'}
