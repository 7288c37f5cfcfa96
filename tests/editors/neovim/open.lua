-- Opens a file; tells what is shown, and how it is shown with `vim.lsp.enable` alone.
local editor = dofile(vim.env.PRELUDE)

editor.run(function()
  editor.start()
  editor.open('src/pump/update.py')
  local shown = editor.expect({ 'INJ-003', 'CRY-001', 'DES-005', 'INJ-003' })
  vim.wait(300) -- whatever would come twice has come by then
  local after = editor.shown()
  return {
    shown = shown,
    after = after,
    root = editor.lua('return vim.lsp.get_clients()[1].root_dir'),
    encoding = editor.lua('return vim.lsp.get_clients()[1].offset_encoding'),
    clients = editor.lua('return #vim.lsp.get_clients()'),
    global = editor.lua('return vim.diagnostic.config()'),
    messages = editor.lua("return vim.fn.execute('messages')"),
  }
end)
