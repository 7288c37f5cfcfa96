--- Options for Aseptic in Neovim. Nothing here is needed for diagnostics, hover and code actions:
--- `vim.lsp.enable('aseptic')` gives those. See |aseptic.txt|.

local M = {}

---@class aseptic.Options
---@field typing? boolean Show findings as virtual text, and while typing. Aseptic's only. Default: false
---@field show? 'all'|'changed' Show in full all findings, or what changed on this branch; older ones are hints then
---@field cmd? string[] The command that starts the server. Default: { 'aseptic', 'server' }, found on PATH
---@field venv? boolean Prefer `.venv/bin/aseptic` of the project. Runs code from the project: only for projects that you
---trust. Default: false

local EXPECTED = {
  typing = { 'boolean' },
  show = { 'string' },
  cmd = { 'table' },
  venv = { 'boolean' },
}
local SHOWN = { all = true, changed = true }
local SIGNS = { 'E', 'W', 'I', 'H' }

--- The message, whose end a narrow window cuts off: what is wrong first, then what the records say, then what to do.
---@param diagnostic vim.Diagnostic
---@return string
function M.one_line(diagnostic)
  local text, ids = diagnostic.message:match('^(.*) (%([^()]*%u%-%d+[^()]*%))$')
  text = text or diagnostic.message
  local wrong, rest = text:match('^(.-)(; .*)$')
  local advice, noted = (rest or ''):match('^(.-)(; %u+%-%d+ .*)$')
  local code = tostring(diagnostic.code or '')
  return table.concat({
    code:find('^%u+%-%d+$') and code .. ' ' or '', -- of a record the code is a key, which its message names
    wrong or text,
    ids and ' ' .. ids or '',
    noted or '',
    advice or rest or '',
  })
end

--- How Aseptic's findings are shown while typing.
---@type vim.diagnostic.Opts
M.shown = {
  update_in_insert = true,
  severity_sort = true,
  virtual_text = {
    spacing = 2,
    format = M.one_line,
  },
}

--- Apply options and enable the server. Call it once, before or after the first Python file is opened.
---@param options? aseptic.Options
function M.setup(options)
  options = options or {}
  for name, value in pairs(options) do
    local expected = EXPECTED[name] or error(('aseptic: there is no option "%s"'):format(name), 2)
    vim.validate(name, value, expected)
  end
  if options.cmd or options.venv then
    local cmd = options.cmd or { 'aseptic', 'server' }
    vim.lsp.config('aseptic', { cmd = options.venv and M._from_venv(cmd) or cmd })
  end
  if options.show and not SHOWN[options.show] then
    local text = "aseptic: setup{ show } is 'all' or 'changed', not '%s'; all findings are shown in full"
    vim.notify(text:format(options.show), vim.log.levels.WARN)
  elseif options.show then
    vim.lsp.config('aseptic', { init_options = { show = options.show } })
  end
  if options.typing then
    M._show_while_typing()
  end
  vim.lsp.enable('aseptic')
  M._warn_if_absent(vim.lsp.config.aseptic.cmd)
end

--- One line for a status line: '' where Aseptic does not run, else as 'aseptic 0.1.0 E2 W1'.
---@param buffer? integer default: the current one
---@return string
function M.status(buffer)
  buffer = buffer or vim.api.nvim_get_current_buf()
  local client = vim.lsp.get_clients({ name = 'aseptic', bufnr = buffer })[1]
  if not client then
    return ''
  end
  local parts = { 'aseptic', client.server_info and client.server_info.version }
  local counts = vim.diagnostic.count(buffer, { namespace = vim.lsp.diagnostic.get_namespace(client.id) })
  for severity, sign in ipairs(SIGNS) do
    if counts[severity] then
      parts[#parts + 1] = sign .. counts[severity]
    end
  end
  local older = (require('aseptic.client').told[client.id] or {}).older
  if older and older.findings > 0 then
    parts[#parts + 1] = ('(%d older)'):format(older.findings)
  end
  return table.concat(parts, ' ')
end

--- Show findings while typing, in the namespace of Aseptic's clients: settings of other servers stay as they are.
function M._show_while_typing()
  vim.api.nvim_create_autocmd('LspAttach', {
    group = vim.api.nvim_create_augroup('aseptic.typing', {}),
    desc = 'Show findings of Aseptic while typing',
    callback = function(event)
      M._configure(vim.lsp.get_client_by_id(event.data.client_id))
    end,
  })
  vim.iter(vim.lsp.get_clients({ name = 'aseptic' })):each(M._configure)
end

---@param client? vim.lsp.Client
function M._configure(client)
  if client and client.name == 'aseptic' then
    vim.diagnostic.config(M.shown, vim.lsp.diagnostic.get_namespace(client.id))
  end
end

--- The server of the project's own environment, where there is one.
---@param root? string
---@return string?
function M._in_venv(root)
  for _, place in ipairs({ '.venv/bin/aseptic', '.venv/Scripts/aseptic.exe' }) do
    local path = root and vim.fs.joinpath(root, place)
    if path and vim.fn.executable(path) == 1 then
      return path
    end
  end
end

--- A command that is settled when the project is known.
---@param otherwise string[]
function M._from_venv(otherwise)
  return function(dispatchers, config)
    local root = config and config.root_dir or require('aseptic.root').of_code(vim.api.nvim_buf_get_name(0))
    local own = M._in_venv(root)
    return vim.lsp.rpc.start(own and { own, 'server' } or otherwise, dispatchers)
  end
end

--- Neovim writes it to its log only when a server's program is missing.
---@param cmd string[]|function
function M._warn_if_absent(cmd)
  if type(cmd) == 'table' and vim.fn.executable(cmd[1]) == 0 then
    local text = ('aseptic: "%s" is not on PATH; see :checkhealth aseptic'):format(cmd[1])
    vim.notify_once(text, vim.log.levels.WARN)
  end
end

return M
