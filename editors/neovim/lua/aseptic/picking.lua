--- What people choose from: deviations and rules, with |vim.ui.select()|, which Telescope and fzf-lua may draw.

local client = require('aseptic.client')

local M = {}

---@param uri string
---@param encoding string
---@param range? lsp.Range
local function jump(uri, encoding, range)
  local start = range or { start = { line = 0, character = 0 }, ['end'] = { line = 0, character = 0 } }
  vim.lsp.util.show_document({ uri = uri, range = start }, encoding, { focus = true })
end

---@param one table
---@return string
local function deviation_line(one)
  local left = one.daysLeft < 0 and 'ended' or ('%d days left'):format(one.daysLeft)
  local reason = one.reason ~= '' and ('  %s'):format(one.reason) or ''
  return ('%s  %s  %s  %s  (%s, %s)%s'):format(one.id, one.state, one.rule, one.where, left, one.owner, reason)
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
      if not to_code then
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

---@param one table
local function open_rule(one)
  if one.href ~= one.page then
    vim.ui.open(one.href)
  else
    jump(one.page, 'utf-8')
  end
end

--- Show a rule's page; without an id, choose one.
---@param id? string
function M.rules(id)
  client.ask('aseptic/rules', client.here(), function(result)
    if id and id ~= '' then
      local wanted = id:upper()
      local found = vim.iter(result.rules):find(function(one)
        return one.id == wanted
      end)
      if found then
        return open_rule(found)
      end
      return client.say(('the standard has no rule %s'):format(id), vim.log.levels.WARN)
    end
    local how = {
      prompt = ('%s, %d rules'):format(result.standard, #result.rules),
      format_item = function(one)
        return ('%s  %s  (%s, %s)'):format(one.id, one.title, one.category, one.severity)
      end,
      kind = 'aseptic.rules',
    }
    vim.ui.select(result.rules, how, function(one)
      if one then
        open_rule(one)
      end
    end)
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
