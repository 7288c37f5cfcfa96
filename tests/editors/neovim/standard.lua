-- Opens a Markdown file before any Python; tells whether Aseptic came, and what is shown.
local editor = dofile(vim.env.PRELUDE)

editor.run(function()
  editor.start()
  local file = vim.env.FILE
  if vim.env.SERVED == '1' then
    editor.open(file)
    local told = { shown = editor.expect({ vim.env.CODE }), root = editor.lua('return vim.lsp.get_clients()[1].root_dir') }
    -- It is mended and saved: the fault goes, and a Python file of the project has the same server.
    editor.command('%s/' .. vim.env.CODE .. '/' .. vim.env.MENDED .. '/')
    editor.command('write')
    editor.expect({})
    editor.open('src/pump/update.py')
    told.clients = editor.lua('return #vim.lsp.get_clients()')
    return told
  end
  editor.command('edit ' .. vim.fn.fnameescape(vim.fs.joinpath(editor.project, file)))
  return {
    filetype = editor.lua('return vim.bo.filetype'),
    -- A client that starts is not listed yet; what it would be started for is told at once.
    root = editor.lua("local root = '' require('aseptic.root').find(0, function(each) root = each end) return root"),
  }
end)
