-- Quits as a person does; tells how long the server lived on.
local editor = dofile(vim.env.PRELUDE)

--- One that has ended and waits for init to take its status is not alive: how soon init does is not ours.
local function alive(process)
  local opened = io.open(('/proc/%d/stat'):format(process))
  local stat = opened and opened:read('*a') or ''
  if opened then
    opened:close()
  end
  return vim.uv.kill(process, 0) == 0 and not stat:find('%) Z ')
end

editor.run(function()
  editor.start()
  editor.open('src/pump/update.py')
  editor.expect({ 'INJ-003', 'CRY-001', 'DES-005', 'INJ-003' })
  local server = editor.server()
  local family = { server, unpack(vim.api.nvim_get_proc_children(server)) }
  local told = { alive_before = alive(server), children = #family - 1 }
  local started = vim.uv.hrtime()
  if vim.env.KILL == '1' then
    vim.uv.kill(vim.fn.jobpid(editor.channel), 'sigkill')
  else
    vim.rpcnotify(editor.channel, 'nvim_command', 'qall!')
  end
  told.gone = vim.wait(4000, function()
    return not vim.iter(family):any(alive)
  end, 10)
  told.seconds = (vim.uv.hrtime() - started) / 1e9
  editor.channel = nil
  return told
end)
