--- `:Aseptic check`: the whole workspace, how far it is, and what was found.

local M = {}

local client = require('aseptic.client')

---@param number integer
---@param noun string
local function counted(number, noun)
  return ('%d %s%s'):format(number, noun, number == 1 and '' or 's')
end

--- List what is shown anywhere, each with its rule in front; return how much of it is in records.
---@param server vim.lsp.Client
---@return integer
local function list(server)
  local namespace = vim.lsp.diagnostic.get_namespace(server.id)
  local found = vim.diagnostic.get(nil, { namespace = namespace })
  local items = vim.diagnostic.toqflist(vim.tbl_map(function(each)
    return vim.tbl_extend('force', each, { message = require('aseptic').one_line(each) })
  end, found))
  vim.fn.setqflist({}, ' ', { title = 'Aseptic', items = items })
  vim.cmd('botright copen')
  return #vim.tbl_filter(function(each)
    return vim.endswith(vim.api.nvim_buf_get_name(each.bufnr), '.md')
  end, found)
end

--- What a check came to. Its count is of code; the list holds what is wrong with records, too.
---@param result { files: integer, findings: integer, folders?: string[] }
---@param in_records integer
---@return string
local function in_words(result, in_records)
  local more = in_records > 0 and (' and %d in records'):format(in_records) or ''
  local folders = vim.tbl_map(function(each)
    return vim.fn.fnamemodify(vim.uri_to_fname(each), ':~')
  end, result.folders or {})
  local where = #folders > 0 and (' of %s'):format(table.concat(folders, ', ')) or ''
  return ('%s in %s%s%s'):format(counted(result.findings, 'finding'), counted(result.files, 'file'), where, more)
end

--- Say at the bottom how far it is, until the returned function is called.
---@param server_id integer
local function followed(server_id)
  local function echo(text)
    vim.api.nvim_echo({ { 'aseptic: ' .. text } }, false, {})
  end
  echo('checking the workspace; you may go on, and `:Aseptic! check` stops it')
  local id = vim.api.nvim_create_autocmd('LspProgress', {
    desc = 'Say how far the check of the workspace is',
    callback = function(event)
      local value = event.data.params.value
      if event.data.client_id == server_id and value.kind == 'report' and value.message then
        echo(('checking the workspace, %s'):format(value.message))
      end
    end,
  })
  return function()
    pcall(vim.api.nvim_del_autocmd, id)
  end
end

---@type { server: vim.lsp.Client, request: integer, over: fun() }?
local running

--- End what runs, if it does, and say how that went.
---@param text? string
---@param level? integer
local function ended(text, level)
  if running then
    running.over()
    running = nil
  end
  if text then
    client.say(text, level)
  end
end

function M.check()
  local server = client.current()
  if not server then
    return
  end
  if running and not running.server:is_stopped() then
    return client.say('the workspace is being checked already; `:Aseptic! check` stops that')
  end
  ended()
  local this = { server = server, over = followed(server.id) }
  running = this
  -- A server without folders checks that of the file.
  local asked = { command = 'aseptic.checkWorkspace', arguments = { client.here().uri } }
  local _, request = server:request('workspace/executeCommand', asked, function(problem, result)
    if running ~= this then -- it was stopped
      return
    end
    if problem then
      return ended(problem.message, vim.log.levels.ERROR)
    end
    if type(result) ~= 'table' then -- the server said why
      return ended()
    end
    ended(in_words(result, list(server)))
  end, 0)
  this.request = request
end

--- Stop what `check` began.
function M.stop()
  if not running or running.server:is_stopped() then
    return ended('no check of the workspace is under way')
  end
  running.server:cancel_request(running.request)
  ended('the check of the workspace is stopped; what it found is not listed')
end

return M
