--- Decisions on a deviation: the server writes them into the record, and the record's buffer follows.

local M = {}

local client = require('aseptic.client')
local REJECT = 'aseptic.rejectDeviation'

--- The server's commands that decide. What holds after one the server says itself.
M.COMMANDS = {
  'aseptic.approveDeviation',
  REJECT,
  'aseptic.proposeDeviation',
  'aseptic.renewDeviation',
  'aseptic.withdrawDeviation',
  'aseptic.acceptMove',
  'aseptic.meanThisOne',
}

--- Where the records of the project lie that a file belongs to; nil where that cannot be told from here.
---@param path string
local function shelf_of(path)
  return require('aseptic.root').records_of(vim.fs.normalize(vim.uv.fs_realpath(path) or path))
end

--- Whether the record is open with something in it that is not on disk: a decision is about what is on disk.
---@param id string
---@param address string the document that the decision is taken in
local function unsaved(id, address)
  local shelf = shelf_of(vim.uri_to_fname(address))
  return vim.iter(vim.api.nvim_list_bufs()):any(function(buffer)
    local name = vim.api.nvim_buf_get_name(buffer)
    return vim.bo[buffer].modified and vim.fs.basename(name) == id .. '.md' and shelf_of(name) == shelf
  end)
end

---@param command lsp.Command
---@param context { client_id: integer, bufnr: integer }
---@param arguments any[]
---@param taken fun() what follows where the server does not say why not
local function run(command, context, arguments, taken)
  local server = vim.lsp.get_client_by_id(context.client_id)
  if not server then
    return
  end
  local asked = { command = command.command, arguments = arguments }
  server:request('workspace/executeCommand', asked, function(problem, done)
    if problem then
      return client.say(problem.message, vim.log.levels.ERROR)
    end
    if type(done) == 'table' then -- else the server said why it did not, or asks first
      taken()
    end
  end, context.bufnr)
end

--- Take a decision; a rejection is asked its reason where it would not be refused, and one without an answer is none.
---@param command lsp.Command
---@param context { client_id: integer, bufnr: integer }
function M.decide(command, context)
  local arguments = command.arguments or {}
  local id = tostring(arguments[2])
  if unsaved(id, tostring(arguments[1])) then
    return client.say(('save %s.md first: what is decided on is what is on disk'):format(id), vim.log.levels.WARN)
  end
  local reload = require('aseptic.watching').reload
  if command.command ~= REJECT then
    return run(command, context, arguments, reload)
  end
  run(command, context, { arguments[1], id, { check = true } }, function()
    vim.ui.input({ prompt = ('Why is %s rejected? '):format(id) }, function(reason)
      if reason then
        run(command, context, { arguments[1], id, reason }, reload)
      end
    end)
  end)
end

return M
