--- `:Aseptic`: each subcommand is one function that is called with its argument and the bang.

local client = require('aseptic.client')

local M = {}

--- A line of the current buffer from a place on: a finding's own range is often no more than the name that is called.
---@param place lsp.Position
---@param encoding string
---@return string
local function code_at(place, encoding)
  local line = vim.api.nvim_buf_get_lines(0, place.line, place.line + 1, false)[1] or ''
  return line:sub(vim.str_byteindex(line, encoding, place.character, false) + 1)
end

--- How a choice reads: its place, and what it is about, where one line has several.
---@param action lsp.CodeAction
---@param encoding string
---@return string
local function titled(action, encoding)
  local at = action.diagnostics and action.diagnostics[1]
  if not at then
    return action.title
  end
  local start = at.range.start
  local place = ('%d:%d'):format(start.line + 1, start.character + 1)
  return ('%s: %s: %s'):format(place, action.title, code_at(start, encoding))
end

--- What the findings of a line say of records that they have already.
---@param row integer from 0
---@return string?
local function recorded(row)
  for _, each in ipairs(vim.diagnostic.get(0, { lnum = row })) do
    local said = each.source == 'aseptic'
      and (each.message:match('; (%u+%-%d+ [^;]*)$') or each.message:match('%((%u+%-%d+ [^()]*)%)$'))
    if said then
      return said
    end
  end
end

--- Offer the actions of one of the server's commands; where there is none, say so.
---@param command string
---@param first integer the first line, from 0
---@param last integer the line after the last
---@param none string what is said where there is none
local function offer(command, first, last, none)
  local function ours(action)
    return type(action.command) == 'table' and action.command.command == command
  end
  local params = {
    textDocument = vim.lsp.util.make_text_document_params(0),
    range = { start = { line = first, character = 0 }, ['end'] = { line = last, character = 0 } },
  }
  params.context = { diagnostics = {}, only = { 'quickfix' } }
  client.ask('textDocument/codeAction', params, function(found, server)
    local context = { bufnr = vim.api.nvim_get_current_buf(), client_id = server.id }
    local actions = vim.tbl_filter(ours, found or {})
    if #actions == 0 then
      return client.say(none)
    end
    local function take(action)
      if action then
        require('aseptic.asking').record(action.command, context)
      end
    end
    if #actions == 1 then
      return take(actions[1])
    end
    local function worded(action)
      return titled(action, server.offset_encoding)
    end
    vim.ui.select(actions, { prompt = 'Which one?', format_item = worded, kind = 'aseptic' }, take)
  end)
end

--- Stop every server, and start them where they were.
local function restart()
  local clients = vim.lsp.get_clients({ name = 'aseptic' })
  for _, each in ipairs(clients) do
    each:stop()
  end
  local function gone()
    return #vim.lsp.get_clients({ name = 'aseptic' }) == 0
  end
  if not vim.wait(3000, gone, 20) then
    for _, each in ipairs(clients) do
      each:stop(true)
    end
    vim.wait(3000, gone, 20)
  end
  vim.lsp.enable('aseptic')
  if #clients == 0 then
    local started = #vim.lsp.get_clients({ name = 'aseptic' }) > 0
    client.say('no server ran; ' .. (started and 'one is started' or 'one starts with the first Python file'))
  end
end

--- What takes a bang.
local BANGS = { check = true, deviations = true }

---@type table<string, fun(argument: string, bang: boolean)>
M.subcommands = {
  deviate = function()
    -- All of the line: whoever asks for a deviation has the cursor anywhere in it.
    local row = vim.api.nvim_win_get_cursor(0)[1]
    local said = recorded(row - 1)
    local none = said and ('nothing more to record in this line: %s'):format(said)
      or 'nothing in this line that a deviation may be recorded for'
    offer('aseptic.recordDeviation', row - 1, row, none)
  end,
  silencers = function()
    local last = vim.api.nvim_buf_line_count(0)
    offer('aseptic.turnSilencer', 0, last, 'no silencing comment here hides a finding')
  end,
  deviations = function(_, bang)
    require('aseptic.picking').deviations(bang)
  end,
  standard = function(id)
    require('aseptic.picking').rules(id)
  end,
  check = function(_, bang)
    require('aseptic.checking')[bang and 'stop' or 'check']()
  end,
  restart = restart,
  debug = function()
    require('aseptic.reporting').show()
  end,
}

---@param called { fargs: string[], bang: boolean }
function M.run(called)
  local name, bang = called.fargs[1] or '', called.bang
  if BANGS[name:match('^(.*)!$')] then -- as people write it who think of the subcommand
    name, bang = name:sub(1, -2), true
  end
  local subcommand = M.subcommands[name]
  if not subcommand then
    local names = table.concat(vim.fn.sort(vim.tbl_keys(M.subcommands)), ', ')
    return client.say(('"%s" is none of %s'):format(name, names), vim.log.levels.ERROR)
  end
  subcommand(table.concat(called.fargs, ' ', 2), bang)
end

---@param lead string
---@param line string
---@return string[]
function M.complete(lead, line)
  local bang = line:find('^.-Aseptic!') ~= nil
  local words = vim.split(vim.trim(line:gsub('^.-Aseptic!?%s*', '')), '%s+')
  local second = #words > 1 or (words[1] ~= '' and lead == '')
  local from = {}
  if not second then
    from = vim.fn.sort(vim.tbl_keys(bang and BANGS or M.subcommands))
  elseif words[1] == 'standard' then
    from = require('aseptic.picking').ids()
  end
  return vim.tbl_filter(function(each)
    return vim.startswith(each:lower(), lead:lower())
  end, from)
end

return M
