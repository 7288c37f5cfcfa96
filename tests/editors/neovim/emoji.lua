-- Columns where bytes, UTF-16 units and characters differ, and an edit in such a line.
local editor = dofile(vim.env.PRELUDE)

editor.run(function()
  editor.start()
  editor.open('src/pump/emoji.py')
  local shown = editor.expect({ 'INJ-003' })
  local told = {
    shown = shown,
    encoding = editor.lua('return vim.lsp.get_clients()[1].offset_encoding'),
    marked = editor.lua([[
      local each = vim.diagnostic.get(0)[1]
      return vim.api.nvim_buf_get_text(0, each.lnum, each.col, each.end_lnum, each.end_col, {})[1]
    ]]),
  }
  editor.go('os.system')
  editor.press('I"🫀é"; <Esc>')
  editor.expect({ 'INJ-003' })
  editor.wait([[return vim.diagnostic.get(0)[1].col == vim.fn.stridx(vim.fn.getline('.'), 'os.system')]])
  editor.go('os.system')
  editor.act('Run it without a shell')
  editor.expect({})
  told.text = editor.text()
  return told
end)
