--- `:checkhealth aseptic`

local M = {}

local INSTALL = 'Install it where your PATH finds it (`pipx install .` in a checkout of Aseptic), '
  .. "or name it: `require('aseptic').setup{ cmd = { '/path/to/aseptic', 'server' } }`"

--- The command that prints the version of the server that `cmd` starts.
---@param cmd string[]
---@return string[]
local function version_command(cmd)
  local found = {}
  for _, word in ipairs(cmd) do
    if word == 'server' then
      break
    end
    found[#found + 1] = word
  end
  found[#found + 1] = '--version'
  return found
end

---@param cmd string[]
local function check_program(cmd)
  local health = vim.health
  if vim.fn.executable(cmd[1]) == 0 then
    return health.error(('`%s` was not found'):format(cmd[1]), { INSTALL })
  end
  local ok, done = pcall(function()
    return vim.system(version_command(cmd), { text = true }):wait(10000)
  end)
  if not ok or done.code ~= 0 then
    local said = ok and vim.trim(done.stderr ~= '' and done.stderr or done.stdout) or tostring(done)
    return health.error(('`%s` does not start: %s'):format(cmd[1], said), { INSTALL })
  end
  health.ok(('%s: `%s`'):format(vim.trim(done.stdout), vim.fn.exepath(cmd[1])))
end

--- Whether plugin and server are of one release: they come from one repository, and are tested together.
---@param version? string
local function check_version(version)
  local own = require('aseptic.client').VERSION
  if version and version ~= own then
    vim.health.warn(('The server is %s, this plugin %s'):format(version, own), {
      'Update both: `pipx install --force .` in the checkout, and the plugin from the same checkout',
    })
  end
end

--- What the server says of itself: its worker, who watches files, and by which standard it judges.
---@param client vim.lsp.Client
local function check_server(client)
  local facts = require('aseptic.client').facts(client)
  vim.health.info('Standard: ' .. (facts.standard or '?'))
  vim.health.info('Digest of its rules: ' .. (facts.digest or '?'))
  vim.health.info('Worker for types: ' .. (facts.worker or '?'))
  vim.health.info('Files are watched: ' .. (facts.watching or '?'))
  if (facts.worker or ''):find('resting', 1, true) then
    vim.health.warn('The worker for types died too often and rests', { 'Run `:Aseptic restart`, and report `:Aseptic debug`' })
  end
end

local function check_clients()
  local health = vim.health
  local clients = vim.lsp.get_clients({ name = 'aseptic' })
  if #clients == 0 then
    return health.info(
      ('No server runs. It starts with the first Python file; `%s` tells why one ended.'):format(
        vim.fn.fnamemodify(vim.lsp.log.get_filename(), ':~')
      )
    )
  end
  for _, client in ipairs(clients) do
    local shown = vim.diagnostic.config(nil, vim.lsp.diagnostic.get_namespace(client.id)) or {}
    health.ok(
      ('Server %s serves `%s` (%d buffers), findings %s'):format(
        client.server_info and client.server_info.version or '?',
        client.root_dir or 'single files',
        vim.tbl_count(client.attached_buffers),
        shown.update_in_insert and 'appear while typing' or 'appear when you leave insert mode'
      )
    )
    check_version(client.server_info and client.server_info.version)
    check_server(client)
  end
end

function M.check()
  local health = vim.health
  health.start('aseptic')
  if vim.fn.has('nvim-0.11') == 0 then
    return health.error('Neovim 0.11 or newer is needed')
  end
  health.ok(('Neovim %s'):format(vim.version()))
  local config = vim.lsp.config.aseptic
  if not config then
    return health.error('There is no configuration named `aseptic`', { 'Put the plugin on the runtimepath' })
  end
  if type(config.cmd) == 'table' then
    check_program(config.cmd)
  else
    health.info('The server is chosen for each project (`venv`)')
    local own = require('aseptic')._in_venv(require('aseptic.root').of_code(vim.api.nvim_buf_get_name(0)))
    check_program({ own or 'aseptic', 'server' })
  end
  check_clients()
end

return M
