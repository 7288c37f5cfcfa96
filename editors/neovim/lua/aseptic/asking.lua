--- What a person is asked before a deviation is recorded: its kind, and its reason.

local M = {}

local say = require('aseptic.client').say
local COMMAND = 'workspace/executeCommand'

--- What a server asks that is too old to tell.
local KINDS = {
  { id = 'mitigated', says = 'something else protects' },
  { id = 'accepted_risk', says = 'the risk is accepted' },
  { id = 'false_positive', says = 'it is no breach in truth' },
  { id = 'test_only', says = 'only tests run it' },
}

--- The kinds that a deviation may have, as the server tells them.
---@param context { client_id: integer }
---@return { id: string, says: string }[]
local function kinds(context)
  local client = vim.lsp.get_client_by_id(context.client_id)
  local told = vim.tbl_get(client or {}, 'server_capabilities', 'experimental', 'asepticGrounds')
  return type(told) == 'table' and #told > 0 and told or KINDS
end

--- What is to be done after a record was written. A silencing comment that gave way to it is changed in its buffer only.
---@param command lsp.Command
---@param id string
---@return string
local function next_steps(command, id)
  if command.command ~= 'aseptic.turnSilencer' then
    return ('%s is on disk; write what is missing, save, and CTRL-O leads back'):format(id)
  end
  local file = vim.fs.basename(vim.uri_to_fname(tostring(command.arguments[1])))
  local text = '%s is on disk; write what is missing, save, and CTRL-O leads back; %s has the changed comment, unsaved'
  return text:format(id, file)
end

--- Run a command of the server with what was answered behind its own arguments.
---@param command lsp.Command
---@param context { client_id: integer, bufnr: integer }
---@param answer { kind: string, reason: string }
local function run(command, context, answer)
  local client = vim.lsp.get_client_by_id(context.client_id)
  if not client then
    return
  end
  local arguments = vim.list_extend(vim.list_slice(command.arguments or {}, 1, 2), { answer })
  client:request(COMMAND, { command = command.command, arguments = arguments }, function(problem, done)
    if problem then
      say(problem.message, vim.log.levels.ERROR)
    elseif type(done) == 'table' then -- else the server said why it did not
      say(next_steps(command, done.id))
    end
  end, context.bufnr)
end

--- Ask for kind and reason, then record. Whoever leaves the first question records nothing; the second may stay empty.
---@param command lsp.Command
---@param context { client_id: integer, bufnr: integer }
function M.record(command, context)
  local function worded(kind)
    return ('%s: %s'):format(kind.id, kind.says)
  end
  vim.ui.select(kinds(context), { prompt = 'Why may it stand?', format_item = worded, kind = 'aseptic' }, function(kind)
    if not kind then
      return
    end
    vim.ui.input({ prompt = 'Reason (what protects instead): ' }, function(reason)
      if reason then
        run(command, context, { kind = kind.id, reason = reason })
      end
    end)
  end)
end

return M
