-- What the scripts about carts have in common. It stands before each of them.
--
-- A script that fails half way is not taken back. So each one reads everything that it needs first, which is also what
-- finds a key of another type, and writes after that.

local LAYOUT = '1'
local HEAD = {'layout', 'identity', 'commits', 'items', 'next', 'item_bytes', 'metadata_bytes', 'promise'}

local taken = 0
-- The next argument.
local function take()
    taken = taken + 1
    return ARGV[taken]
end

-- The whole number as text, whatever its size.
local function digits(number)
    return string.format('%.0f', number)
end

-- The keys of a cart, from a place in KEYS on.
local function keys_of(member, at)
    return {member = member, cart = KEYS[at], index = KEYS[at + 1], times = KEYS[at + 2], expires = KEYS[at + 3]}
end

-- The fields of a cart beside its pieces, or an answer that says why not. Without an identity there is no cart.
local function head_of(keys)
    local values, head = redis.call('HMGET', keys.cart, unpack(HEAD)), {}
    for at, name in ipairs(HEAD) do
        head[name] = values[at] or nil
    end
    if not head.identity then
        if redis.call('EXISTS', keys.cart) == 1 then
            return nil, {'corrupt', 'it has no identity'}
        end
        return head
    end
    if head.layout ~= LAYOUT then
        return nil, {'layout', head.layout or ''}
    end
    if not head.commits or #head.commits % 16 ~= 0 then
        return nil, {'corrupt', 'its commits are no list of ids'}
    end
    for _, name in ipairs({'items', 'next', 'item_bytes', 'metadata_bytes'}) do
        head[name] = tonumber(head[name])
        if not head[name] then
            return nil, {'corrupt', 'its field ' .. name .. ' is no number'}
        end
    end
    return head
end

-- Milliseconds since 1970, by the clock of this server.
local function server_time()
    local time = redis.call('TIME')
    return tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
end

-- Somebody is about to take the cart away; whoever comes next has to see what became of that.
local function promised(promise, which)
    return {'promised', promise, digits(server_time()), which}
end

-- Whether a cart's log has the id of a commit.
local function remembers(commits, id)
    for at = 1, #commits, 16 do
        if string.sub(commits, at, at + 15) == id then
            return true
        end
    end
    return false
end

-- Fails on a key of another type, before anything is written.
local function probe(keys)
    redis.call('ZSCORE', keys.times, keys.member)
    redis.call('ZSCORE', keys.expires, keys.member)
    return redis.call('ZSCORE', keys.index, keys.member)
end

-- Takes a cart out of the indexes.
local function unlist(keys, member)
    redis.call('ZREM', keys.index, member)
    redis.call('ZREM', keys.times, member)
    redis.call('ZREM', keys.expires, member)
end

local function remove(keys)
    redis.call('DEL', keys.cart)
    unlist(keys, keys.member)
end

-- Writes down when a cart was changed, and lets it expire from now on, or never with a ttl of 0. What is new may leave the
-- indexes of this bucket a little tidier: carts that have expired are gone, and nobody has told the indexes.
local function touch(keys, now, ttl, is_new)
    redis.call('ZADD', keys.times, now, keys.member)
    if ttl == '0' then
        if redis.call('ZREM', keys.expires, keys.member) == 1 then
            redis.call('PERSIST', keys.cart)
        end
    else
        local time = server_time()
        local at = digits(time + tonumber(ttl))
        redis.call('PEXPIREAT', keys.cart, at)
        redis.call('ZADD', keys.expires, at, keys.member)
        if is_new then
            local gone = redis.call('ZRANGEBYSCORE', keys.expires, '-inf', '(' .. digits(time), 'LIMIT', 0, 8)
            for _, member in ipairs(gone) do
                unlist(keys, member)
            end
        end
    end
    if is_new then
        redis.call('ZADD', keys.index, 0, keys.member)
    end
end

-- Sets many fields, in portions that Lua can hand over.
local function set_fields(key, fields)
    for at = 1, #fields, 1000 do
        redis.call('HSET', key, unpack(fields, at, math.min(at + 999, #fields)))
    end
end

local function delete_fields(key, fields)
    for at = 1, #fields, 1000 do
        redis.call('HDEL', key, unpack(fields, at, math.min(at + 999, #fields)))
    end
end
