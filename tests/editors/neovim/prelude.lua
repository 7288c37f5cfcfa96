-- Drives a second Neovim as a person would: that one is the editor, this one holds its keyboard and looks at it.
-- The test gives the environment: RUNTIME (the plugin), PROJECT, FILE. A script ends with `finish{…}`, one JSON line.

local M = {}

local runtime = assert(vim.env.RUNTIME)
M.project = assert(vim.env.PROJECT)

--- Start an editor as a user has it: nothing but the plugin and what `init` says.
function M.start(init)
  M.channel = vim.fn.jobstart({
    vim.v.progpath,
    '--clean',
    '--embed',
    '--headless',
    '--cmd',
    'set noswapfile columns=120 lines=40 | set runtimepath^=' .. vim.fn.fnameescape(runtime),
    '--cmd',
    'lua ' .. (init or "vim.lsp.enable('aseptic')"),
  }, { rpc = true, cwd = M.project })
  assert(M.channel > 0, 'Neovim did not start')
end

--- Run Lua in the editor; return what it returns.
function M.lua(code, ...)
  return vim.rpcrequest(M.channel, 'nvim_exec_lua', code, { ... })
end

--- Run an Ex command in the editor.
function M.command(text)
  vim.rpcrequest(M.channel, 'nvim_command', text)
end

--- Press keys, and wait until they were all taken.
function M.press(keys)
  vim.rpcrequest(M.channel, 'nvim_input', keys)
  vim.rpcrequest(M.channel, 'nvim_get_mode')
end

--- Wait until Lua in the editor returns something true, and return it. Fails after `seconds`.
function M.wait(code, seconds)
  local found
  local said = vim.wait((seconds or 10) * 1000, function()
    found = M.lua(code)
    return found ~= nil and found ~= false and found ~= vim.NIL
  end, 10)
  if not said then
    error(('waited in vain for: %s\nshown: %s\nmessages: %s'):format(
      code,
      vim.json.encode(M.shown()),
      M.lua("return vim.fn.execute('messages')")
    ))
  end
  return found
end

--- Open a file of the project; wait until Aseptic has it.
function M.open(file)
  M.command('edit ' .. vim.fn.fnameescape(vim.fs.joinpath(M.project, file)))
  M.wait("return #vim.lsp.get_clients({ name = 'aseptic', bufnr = 0 }) > 0 and vim.lsp.get_clients()[1].initialized")
end

--- Everything shown in the current buffer, in order: code, severity, place, message.
function M.shown()
  return M.lua([[
    local found = {}
    for _, each in ipairs(vim.diagnostic.get(0)) do
      found[#found + 1] = {
        code = each.code, severity = each.severity, message = each.message, source = each.source,
        line = each.lnum, column = each.col, end_column = each.end_col,
      }
    end
    table.sort(found, function(one, other)
      return one.line < other.line or (one.line == other.line and one.column < other.column)
    end)
    return found
  ]])
end

--- Wait until exactly these codes are shown in the current buffer, in the order of their lines.
function M.expect(codes, seconds)
  M.wait(([[
    local found = {}
    for _, each in ipairs(vim.diagnostic.get(0)) do found[#found + 1] = each end
    table.sort(found, function(one, other) return one.lnum < other.lnum end)
    local codes = {}
    for _, each in ipairs(found) do codes[#codes + 1] = each.code end
    return vim.deep_equal(codes, %s)
  ]]):format(vim.inspect(codes)), seconds)
  return M.shown()
end

--- The current buffer's text.
function M.text()
  return M.lua("return table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, true), '\\n')")
end

--- Put the cursor on the first line that holds `text`, at that text.
function M.go(text)
  M.lua("vim.fn.cursor(1, 1); assert(vim.fn.search(..., 'cW') > 0, 'not there')", '\\V' .. text)
end

--- Choose the code action whose title begins with `title`, at the cursor.
function M.act(title)
  M.lua(
    [[
      local title = ...
      vim.lsp.buf.code_action({
        filter = function(action) return vim.startswith(action.title, title) end,
        apply = true,
      })
    ]],
    title
  )
end

--- Read a file of the project; nil where there is none.
function M.disk(file)
  local opened = io.open(vim.fs.joinpath(M.project, file), 'rb')
  if opened then
    local text = opened:read('*a')
    opened:close()
    return text
  end
end

--- Write a file of the project behind the editor's back.
function M.write(file, text)
  local opened = assert(io.open(vim.fs.joinpath(M.project, file), 'wb'))
  opened:write(text)
  opened:close()
end

--- The server's process.
function M.server()
  return M.lua('return vim.api.nvim_get_proc_children(vim.fn.getpid())[1]')
end

--- Leave the editor, and end with one line of JSON.
function M.finish(told)
  if M.channel then
    pcall(vim.rpcnotify, M.channel, 'nvim_command', 'qall!')
    vim.fn.jobwait({ M.channel }, 5000)
  end
  io.stdout:write(vim.json.encode(told), '\n')
end

--- Run a script's steps; what fails is told instead, and the editor ends all the same.
function M.run(steps)
  local ok, told = xpcall(steps, debug.traceback)
  M.finish(ok and told or { failed = told })
  os.exit(ok and 0 or 1)
end

return M
