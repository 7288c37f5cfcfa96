--- What people choose from: deviations and rules, with |vim.ui.select()|, which Telescope and fzf-lua may draw.

local client = require('aseptic.client')

local M = {}

local UNREADABLE = 'cannot_be_read'

---@param uri string
---@param encoding string
---@param range? lsp.Range
local function jump(uri, encoding, range)
  local start = range or { start = { line = 0, character = 0 }, ['end'] = { line = 0, character = 0 } }
  vim.lsp.util.show_document({ uri = uri, range = start }, encoding, { focus = true })
end

--- How long a deviation lasts, and who answers for it; '' where its record cannot be read.
---@param one table
---@return string
local function terms(one)
  if type(one.daysLeft) ~= 'number' then
    return ''
  end
  local left = one.daysLeft < 0 and 'ended' or ('%d day%s left'):format(one.daysLeft, one.daysLeft == 1 and '' or 's')
  return ('(%s, %s)'):format(left, one.owner)
end

--- One line: what a record is worth where that is less than it says, else its reason.
---@param one table
---@return string
local function deviation_line(one)
  local note = one.note:gsub('^' .. vim.pesc(one.id) .. ' ', '')
  local worth = one.doubted and one.state ~= UNREADABLE and note or one.reason
  local parts = { one.id, one.state:gsub('_', ' '), one.rule, one.where, terms(one), worth }
  return table.concat(vim.tbl_filter(function(part)
    return part ~= ''
  end, parts), '  ')
end

--- Choose a deviation of the project, and go to its record, or to its code.
---@param to_code boolean
function M.deviations(to_code)
  client.ask('aseptic/deviations', client.here(), function(result, server)
    if #result.deviations == 0 then
      return client.say('no deviations here')
    end
    local prompt = ('Deviations (%s)'):format(result.asOf)
    local how = { prompt = prompt, format_item = deviation_line, kind = 'aseptic.deviations' }
    vim.ui.select(result.deviations, how, function(one)
      if not one then
        return
      end
      if not to_code or one.state == UNREADABLE then -- which is mended in the record
        local line = { line = one.recordLine, character = 0 }
        return jump(one.record, server.offset_encoding, { start = line, ['end'] = line })
      end
      if one.code == vim.NIL or not one.code then
        return client.say(('%s: %s cannot be read'):format(one.id, one.where), vim.log.levels.WARN)
      end
      jump(one.code.uri, server.offset_encoding, one.code.range)
    end)
  end)
end

--- Show a rule's page at what it asks for. One that came with the program is to be read.
---@param one table
local function open_rule(one)
  if one.href ~= one.page then
    return vim.ui.open(one.href)
  end
  jump(one.page, 'utf-8')
  if not require('aseptic.watching').in_shelf(vim.fs.normalize(vim.api.nvim_buf_get_name(0))) then
    vim.bo.readonly, vim.bo.modifiable = true, false
  end
  if vim.fn.search('^---$') > 0 then -- the first line is one, too
    vim.cmd('normal! jzt')
  end
end

---@param one table
local function rule_line(one)
  return ('%s  %s  (%s, %s)'):format(one.id, one.title, one.category, one.severity)
end

--- Whether choices are Neovim's own numbered list, which shows a page at a time and cannot be searched.
local function numbered()
  return vim.endswith(debug.getinfo(vim.ui.select, 'S').source, 'vim/ui.lua')
end

---@param rules table[]
---@param prompt string
local function choose(rules, prompt)
  local how = { prompt = prompt, format_item = rule_line, kind = 'aseptic.rules' }
  vim.ui.select(rules, how, function(one)
    if one then
      open_rule(one)
    end
  end)
end

--- Choose in two steps: the rules found in this buffer, or an area and then its rule.
---@param rules table[]
---@param prompt string
local function choose_by_area(rules, prompt)
  local here, areas, order = {}, {}, {}
  for _, each in ipairs(vim.diagnostic.get(0)) do
    here[each.code or ''] = each.source == 'aseptic'
  end
  for _, one in ipairs(rules) do
    local area = one.id:match('^%u+')
    if not areas[area] then
      areas[area] = {}
      order[#order + 1] = area
    end
    table.insert(areas[area], one)
  end
  local items = vim.list_extend(vim.tbl_filter(function(one)
    return here[one.id]
  end, rules), order)
  local function worded(item)
    if type(item) == 'table' then
      return rule_line(item)
    end
    return ('%s, %d rules: %s, …'):format(item, #areas[item], areas[item][1].title)
  end
  vim.ui.select(items, { prompt = prompt, format_item = worded, kind = 'aseptic.rules' }, function(item)
    if type(item) == 'table' then
      open_rule(item)
    elseif item then
      choose(areas[item], ('%s, %s'):format(prompt, item))
    end
  end)
end

--- Show a rule's page; without an id, or with one of several that hold a word, choose one.
---@param wanted? string an id, or a word of ids and titles
function M.rules(wanted)
  client.ask('aseptic/rules', client.here(), function(result)
    local word = (wanted or ''):lower()
    local named = vim.tbl_filter(function(one)
      return one.id:lower() == word
    end, result.rules)
    local found = #named > 0 and named or vim.tbl_filter(function(one)
      return (one.id .. ' ' .. one.title):lower():find(word, 1, true) ~= nil
    end, result.rules)
    if #found == 0 then
      return client.say(('no rule of the standard has "%s" in its id or title'):format(wanted), vim.log.levels.WARN)
    end
    if #found == 1 and word ~= '' then
      return open_rule(found[1])
    end
    local prompt = ('%s, %d rules'):format(result.standard, #found)
    local many = word == '' and numbered()
    return (many and choose_by_area or choose)(found, prompt)
  end)
end

--- The ids of the rules, for completion.
---@return string[]
function M.ids()
  local server = vim.lsp.get_clients({ name = 'aseptic' })[1]
  local said = server and client.answer(server, 'aseptic/rules', client.here(), 2000)
  return vim.tbl_map(function(one)
    return one.id
  end, said and said.rules or {})
end

return M
