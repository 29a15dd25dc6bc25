-- What the scripts of versions share. KEYS and what lies in them: see keys.rs.
-- ARGV: clock, milliseconds for which a life is young, the incarnation of a life that may have to begin; then each its own.
local versions, names = KEYS[1], KEYS[2]

-- Which stretch of this server's history it is: another one after each start, and whenever a replica becomes the master. Asked
-- anew in each step, for a connection may outlive a change of roles.
local told = redis.pcall('INFO', 'replication')
if type(told) == 'table' then return {'no history', told.err} end
if string.match(told, 'role:(%a+)') ~= 'master' then
    return redis.error_reply('READONLY a replica does not know what is published now')
end
-- It may be a master that has been cut off from its replicas, and replaced: where it may then not be written to, it is not asked either.
if string.match(told, 'min_slaves_good_slaves:0%s') then
    return redis.error_reply('NOREPLICAS too few replicas follow, so another one may be the master by now')
end
local history = string.match(told, 'master_replid:(%x+)')
if not history then return {'no history', 'INFO replication names no master_replid'} end

-- The life that stands; nil if there is none, or what it knew may be missing something by now; false if it cannot be read.
local function life_in(text)
    if not text then return nil end
    local incarnation, turns, young_until, of = string.match(text, '^(%x+) (%d+) (%d+) (%x+)$')
    if not incarnation or #incarnation ~= 16 then return false end
    if of ~= history then return nil end
    return {incarnation = incarnation, turns = tonumber(turns), young_until = tonumber(young_until)}
end

-- What is known of a type; false if it cannot be read.
local function row_in(text)
    if not text then return {version = '-', turn = '0', marks = {}, is_new = true} end
    local version, turn, rest = string.match(text, '^(%S+) (%d+)(.*)$')
    if not version or (version ~= '-' and not (#version > 17 and string.match(version, '^%x+%.%d+$'))) then return false end
    local marks, read = {}, 0
    for token, expires in string.gmatch(rest, ' (%x+):(%d+)') do
        marks[#marks + 1] = {token = token, expires = tonumber(expires)}
        read = read + #token + #expires + 2
    end
    if read ~= #rest then return false end
    return {version = version, turn = turn, marks = marks}
end

-- Fields of the hash, any number of them: a call takes some thousand arguments.
local function fields_of(asked)
    local found = {}
    for first = 1, #asked, 1000 do
        local part = redis.call('HMGET', versions, unpack(asked, first, math.min(first + 999, #asked)))
        for _, text in ipairs(part) do found[#found + 1] = text end
    end
    return found
end

local function young(life)
    return math.max(0, life.young_until - now)
end

-- What somebody who looks is told of these types.
local function look_at(life, rows)
    local answer = {'look', life.incarnation, young(life)}
    for _, row in ipairs(rows) do
        local remaining = -1
        for _, mark in ipairs(row.marks) do remaining = math.max(remaining, mark.expires - now) end
        if #row.marks > 0 then remaining = math.max(remaining, 0) end
        for _, part in ipairs({row.version, row.turn, remaining}) do answer[#answer + 1] = part end
    end
    return answer
end
