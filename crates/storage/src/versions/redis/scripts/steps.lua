-- What the scripts share that change something. They look at everything before they write.
local rows, life, begins = {}, nil, false

-- Looks at the life and at these types. Answers with what is to be said if that cannot be read.
local function look(asked)
    redis.call('ZCARD', names)
    local fields = {''}
    for _, name in ipairs(asked) do fields[#fields + 1] = name end
    local found = fields_of(fields)
    life = life_in(found[1])
    if life == false then return {'unreadable', ''} end
    begins = not life
    if begins then
        -- All or nothing: whoever may have lost something has lost everything.
        life = {incarnation = ARGV[3], turns = 0, young_until = now + tonumber(ARGV[2])}
    end
    for place, name in ipairs(asked) do
        rows[name] = row_in(not begins and found[place + 1])
        if not rows[name] then return {'unreadable', name} end
    end
end

-- Gives a type a turn that it never had.
local function touch(name)
    life.turns = life.turns + 1
    rows[name].turn = digits(life.turns)
    rows[name].touched = true
    return rows[name]
end

local function text_of(row)
    local parts = {row.version, row.turn}
    for _, mark in ipairs(row.marks) do parts[#parts + 1] = mark.token .. ':' .. digits(mark.expires) end
    return table.concat(parts, ' ')
end

-- Keeps those marks of a row that are to be kept.
local function keep(row, is_kept)
    local kept = {}
    for _, mark in ipairs(row.marks) do
        if is_kept(mark) then kept[#kept + 1] = mark end
    end
    row.marks = kept
end

local function not_of(token)
    return function(mark) return mark.token ~= token end
end

-- Writes the life and what was touched.
local function save()
    local pairs_of = {'', table.concat({life.incarnation, digits(life.turns), digits(life.young_until), history}, ' ')}
    local listed = {}
    for name, row in pairs(rows) do
        if row.touched then
            pairs_of[#pairs_of + 1] = name
            pairs_of[#pairs_of + 1] = text_of(row)
            if row.is_new then
                listed[#listed + 1] = 0
                listed[#listed + 1] = name
            end
        end
    end
    if #pairs_of == 2 and not begins then return end
    if begins then redis.call('DEL', versions, names) end
    for first = 1, #pairs_of, 1000 do
        redis.call('HSET', versions, unpack(pairs_of, first, math.min(first + 999, #pairs_of)))
    end
    for first = 1, #listed, 1000 do
        redis.call('ZADD', names, unpack(listed, first, math.min(first + 999, #listed)))
    end
end

-- The arguments from here on, each so many after the one before.
local function arguments(first, step)
    local list = {}
    for place = first, #ARGV, step do list[#list + 1] = ARGV[place] end
    return list
end

-- Versions are '<16 digits of the life>.<counter>'. Counters are compared as text: beyond 2^53 Lua's own number is not exact.
local function is_of_one_life(one, other)
    return string.sub(one, 1, 16) == string.sub(other, 1, 16)
end

local function is_newer(one, other)
    local this, that = string.sub(one, 18), string.sub(other, 18)
    if #this ~= #that then return #this > #that end
    return this > that
end
