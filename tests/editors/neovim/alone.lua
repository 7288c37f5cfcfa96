-- A file without any root, and the place and look of what is shown there.
local editor = dofile(vim.env.PRELUDE)

editor.run(function()
  editor.start(vim.env.INIT)
  editor.command('edit ' .. vim.fn.fnameescape(vim.env.FILE))
  editor.wait('return #vim.diagnostic.get(0) > 0', 60)
  local told = { shown = editor.shown() }
  told.root = editor.lua("return vim.lsp.get_clients({ name = 'aseptic' })[1].root_dir")
  told.virtual_text = editor.lua([[
    local client = vim.lsp.get_clients({ name = 'aseptic' })[1]
    local own = vim.diagnostic.config(nil, vim.lsp.diagnostic.get_namespace(client.id)) or {}
    return own.virtual_text ~= nil and own.virtual_text ~= false
  ]])
  told.messages = editor.lua("return vim.fn.execute('messages')")
  if vim.env.OLDER then
    editor.wait(("return require('aseptic').status():find(%q, 1, true)"):format(vim.env.OLDER), 60)
    told.status = editor.lua("return require('aseptic').status()")
    told.shown = editor.shown()
  end
  return told
end)
