--- `:Aseptic`: each subcommand is one function that is called with its argument and the bang.

local client = require('aseptic.client')

local M = {}

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
    local function titled(action)
      local at = action.diagnostics and action.diagnostics[1]
      return at and ('%d: %s'):format(at.range.start.line + 1, action.title) or action.title
    end
    vim.ui.select(actions, { prompt = 'Which one?', format_item = titled, kind = 'aseptic' }, take)
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
end

---@type table<string, fun(argument: string, bang: boolean)>
M.subcommands = {
  deviate = function()
    -- All of the line: whoever asks for a deviation has the cursor anywhere in it.
    local row = vim.api.nvim_win_get_cursor(0)[1]
    offer('aseptic.recordDeviation', row - 1, row, 'nothing in this line that a deviation may be recorded for')
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
    client.run('aseptic.debug', function(text)
      vim.cmd('botright new')
      vim.bo.buftype, vim.bo.bufhidden, vim.bo.swapfile = 'nofile', 'wipe', false
      vim.api.nvim_buf_set_lines(0, 0, -1, true, vim.split(vim.trim(text), '\n'))
      vim.bo.modifiable = false
    end)
  end,
}

---@param called { fargs: string[], bang: boolean }
function M.run(called)
  local name = called.fargs[1] or ''
  local subcommand = M.subcommands[name]
  if not subcommand then
    local names = table.concat(vim.fn.sort(vim.tbl_keys(M.subcommands)), ', ')
    return client.say(('"%s" is none of %s'):format(name, names), vim.log.levels.ERROR)
  end
  subcommand(table.concat(called.fargs, ' ', 2), called.bang)
end

---@param lead string
---@param line string
---@return string[]
function M.complete(lead, line)
  local words = vim.split(vim.trim(line:gsub('^.-Aseptic!?%s*', '')), '%s+')
  local second = #words > 1 or (words[1] ~= '' and lead == '')
  local from = {}
  if not second then
    from = vim.fn.sort(vim.tbl_keys(M.subcommands))
  elseif words[1] == 'standard' then
    from = require('aseptic.picking').ids()
  end
  return vim.tbl_filter(function(each)
    return vim.startswith(each:lower(), lead:lower())
  end, from)
end

return M
