--- The server behind a buffer, and what it last said of itself.

local M = {}

M.VERSION = '0.1.0'
local COMMAND = 'workspace/executeCommand'

---@type table<integer, { older?: { findings: integer, since: string }, worker?: table, projects?: table[] }>
M.told = {}

---@param text string
---@param level? integer
function M.say(text, level)
  vim.notify('aseptic: ' .. text, level or vim.log.levels.INFO)
end

--- The client of the current buffer, else any of Aseptic's; nil, and said so, where none runs.
---@return vim.lsp.Client?
function M.current()
  local here = vim.lsp.get_clients({ name = 'aseptic', bufnr = 0 })
  local client = here[1] or vim.lsp.get_clients({ name = 'aseptic' })[1]
  if not client then
    M.say('no server runs; open a Python file, or see :checkhealth aseptic', vim.log.levels.WARN)
  end
  return client
end

--- Where questions about a project come from: the file of the current buffer, where it has one.
---@return { uri?: string }
function M.here()
  local name = vim.api.nvim_buf_get_name(0)
  local plain = name ~= '' and vim.bo.buftype == ''
  return plain and { uri = vim.uri_from_fname(vim.fn.fnamemodify(name, ':p')) } or vim.empty_dict()
end

--- Ask the server something; `done` gets its answer, and an error is said instead.
---@param method string
---@param params table
---@param done fun(result: any, client: vim.lsp.Client)
function M.ask(method, params, done)
  local client = M.current()
  if client then
    client:request(method, params, function(problem, result)
      if problem then
        M.say(problem.message, vim.log.levels.ERROR)
      else
        done(result, client)
      end
    end, 0)
  end
end

--- Run a command of the server.
---@param name string
---@param done fun(result: any, client: vim.lsp.Client)
function M.run(name, done)
  M.ask(COMMAND, { command = name }, done)
end

--- The same, waiting for it: nil where no answer comes.
---@param client vim.lsp.Client
---@param method string
---@param params table
---@param patience integer milliseconds
function M.answer(client, method, params, patience)
  local said = client:request_sync(method, params, patience, 0)
  return said and said.result
end

--- What the server says of itself for a report, by its lines' names.
---@param client vim.lsp.Client
---@return table<string, string>
function M.facts(client)
  local found = {}
  local text = M.answer(client, COMMAND, { command = 'aseptic.debug' }, 5000) or ''
  for line in vim.gsplit(text, '\n') do
    local name, said = line:match('^%s?%s?(%S+)%s+(.*)$')
    if name and not found[name] then
      found[name] = said
    end
  end
  return found
end

return M
