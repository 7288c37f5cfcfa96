--- What a person is asked before a deviation is recorded: its kind, and its reason.

local M = {}

local say = require('aseptic.client').say
local COMMAND = 'workspace/executeCommand'
local KINDS = {
  { 'accepted_risk', 'the risk is accepted' },
  { 'mitigated', 'something else protects' },
  { 'false_positive', 'it is no breach in truth' },
  { 'test_only', 'only tests run it' },
}

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
      say(('%s is on disk; write what is missing, save, and CTRL-O leads back'):format(done.id))
    end
  end, context.bufnr)
end

--- Ask for kind and reason, then record. Whoever leaves the first question records nothing; the second may stay empty.
---@param command lsp.Command
---@param context { client_id: integer, bufnr: integer }
function M.record(command, context)
  local function worded(kind)
    return ('%s: %s'):format(kind[1], kind[2])
  end
  vim.ui.select(KINDS, { prompt = 'Why may it stand?', format_item = worded, kind = 'aseptic' }, function(kind)
    if not kind then
      return
    end
    vim.ui.input({ prompt = 'Reason (what protects instead): ' }, function(reason)
      if reason then
        run(command, context, { kind = kind[1], reason = reason })
      end
    end)
  end)
end

return M
