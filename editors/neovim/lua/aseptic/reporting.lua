--- `:Aseptic debug`: what a report of a fault needs, from the server, or about it where none runs.

local M = {}

local client = require('aseptic.client')

local LINES = 20

---@type { code: integer, signal: integer, at: string }?
local last

--- Note how a server ended.
---@param code integer
---@param signal integer
function M.ended(code, signal)
  last = { code = code, signal = signal, at = os.date('%Y-%m-%d %H:%M:%S') --[[@as string]] }
end

--- The command that starts the server, as it is set.
---@return string
local function command()
  local config = vim.lsp.config.aseptic
  if not config then
    return 'there is no configuration named `aseptic`'
  end
  if type(config.cmd) == 'function' then
    return 'chosen for each project (`venv`)'
  end
  local found = vim.fn.exepath(config.cmd[1])
  return ('%s (%s)'):format(table.concat(config.cmd, ' '), found ~= '' and found or 'not found')
end

---@return string
local function how_it_ended()
  if not last then
    return 'no server ended since Neovim was started'
  end
  local signal = last.signal ~= 0 and (', signal %d'):format(last.signal) or ''
  return ('exit code %d%s, at %s'):format(last.code, signal, last.at)
end

--- Whether a program's name in Neovim's log is that of our server.
---@param program string
local function ours(program)
  local config = vim.lsp.config.aseptic
  local cmd = config and config.cmd
  return type(cmd) == 'table' and program == cmd[1] or vim.fs.basename(program):match('^aseptic') ~= nil
end

--- The last lines that our server wrote to stderr, as Neovim's log kept them; other servers' stay there.
---@param log string the log's text
---@return string[]
function M.errors(log)
  local chunks = {} ---@type string[] as they came, which is not line by line
  for line in vim.gsplit(log, '\n') do
    local program, said = line:match('"rpc"\t"([^"]*)"\t"stderr"\t"(.*)"%s*$')
    if program and ours(program) then
      chunks[#chunks + 1] = said:gsub('\\n', '\n'):gsub('\\"', '"')
    end
  end
  local text = vim.trim(table.concat(chunks))
  local found = text ~= '' and vim.split(text, '\n') or {}
  return vim.list_slice(found, math.max(#found - LINES + 1, 1))
end

--- The end of Neovim's log, which may be long.
---@return string
local function log_end()
  local file = io.open(vim.lsp.log.get_filename(), 'rb')
  if not file then
    return ''
  end
  file:seek('set', math.max(file:seek('end') - 2 ^ 18, 0))
  local text = file:read('*a') or ''
  file:close()
  return text
end

--- What can be said where no server runs. It holds nothing of any buffer.
---@return string
local function alone()
  local system = vim.uv.os_uname()
  local lines = {
    'no server runs',
    '  plugin     ' .. client.VERSION,
    '  Neovim     ' .. tostring(vim.version()),
    '  system     ' .. ('%s %s %s'):format(system.sysname, system.release, system.machine),
    '  command    ' .. command(),
    '  ended      ' .. how_it_ended(),
  }
  local errors = M.errors(log_end())
  lines[#lines + 1] = '  stderr     ' .. (#errors > 0 and 'its last lines' or 'nothing of the server in the log')
  for _, each in ipairs(errors) do
    lines[#lines + 1] = '    ' .. each
  end
  local text, home = table.concat(lines, '\n'), vim.uv.os_homedir() or ''
  return #home > 1 and (text:gsub(vim.pesc(home), '~')) or text
end

---@param text string
local function draw(text)
  vim.cmd('botright new')
  vim.bo.buftype, vim.bo.bufhidden, vim.bo.swapfile = 'nofile', 'wipe', false
  vim.api.nvim_buf_set_lines(0, 0, -1, true, vim.split(vim.trim(text), '\n'))
  vim.bo.modifiable = false
end

function M.show()
  if #vim.lsp.get_clients({ name = 'aseptic' }) == 0 then
    return draw(alone())
  end
  client.run('aseptic.debug', draw)
end

return M
