-- A server that dies at once: what a report of that tells.
local editor = dofile(vim.env.PRELUDE)

editor.run(function()
  local cmd = vim.list_extend({ vim.env.PROGRAM }, vim.json.decode(vim.env.ARGUMENTS))
  editor.start(("require('aseptic').setup({ cmd = %s })"):format(vim.inspect(cmd):gsub('%s+', ' ')))
  editor.command('edit src/pump/update.py')
  editor.wait("return package.loaded['aseptic.reporting'] and #vim.lsp.get_clients({ name = 'aseptic' }) == 0", 60)
  editor.command('Aseptic debug')
  return { debug = editor.text() }
end)
