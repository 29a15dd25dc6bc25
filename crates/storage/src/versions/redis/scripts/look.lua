-- ARGV from 4: types. Writes nothing, so that it is answered where nothing may be written any more.
local asked = {''}
for place = 4, #ARGV do asked[#asked + 1] = ARGV[place] end
local found = fields_of(asked)
local life = life_in(found[1])
if life == false then return {'unreadable', ''} end
if not life then return {'no life'} end
local rows = {}
for place = 2, #asked do
    rows[#rows + 1] = row_in(found[place])
    if not rows[place - 1] then return {'unreadable', asked[place]} end
end
return look_at(life, rows)
