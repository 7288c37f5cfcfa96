-- A deviation in a file without any root: its record is served as one, with what its approver has to see.
local editor = dofile(vim.env.PRELUDE)

local INIT = [[
  require('aseptic').setup()
  vim.ui.select = function(items, _, chosen) chosen(items[1]) end
  vim.ui.input = function(_, given) given('It is one of our own.') end
]]

editor.run(function()
  editor.start(INIT)
  editor.command('edit ' .. vim.fn.fnameescape(vim.env.FILE))
  editor.wait('return #vim.diagnostic.get(0) > 0', 60)
  editor.go('os.system')
  editor.act('Record a deviation')
  editor.wait("return vim.fs.basename(vim.api.nvim_buf_get_name(0)) == 'DEV-0001.md'", 60)
  editor.wait("local one = vim.lsp.get_clients({ name = 'aseptic', bufnr = 0 })[1] return one and one.initialized", 60)
  return {
    hover = editor.wait([[
      local client = vim.lsp.get_clients({ name = 'aseptic', bufnr = 0 })[1]
      local asked = { textDocument = vim.lsp.util.make_text_document_params(0), position = { line = 1, character = 0 } }
      local said = client:request_sync('textDocument/hover', asked, 20000, 0)
      return said and said.result and said.result.contents.value
    ]], 60),
  }
end)
