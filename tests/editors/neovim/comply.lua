-- Asks how to comply with a rule that has no replacement here.
local editor = dofile(vim.env.PRELUDE)

editor.run(function()
  editor.start()
  editor.open('src/pump/reckon.py')
  editor.expect({ 'INJ-001' })
  editor.go('exec')
  editor.act('How to comply with INJ-001')
  editor.wait("return vim.fs.basename(vim.api.nvim_buf_get_name(0)) == 'INJ-001.md'")
  return {
    line = editor.lua('return vim.api.nvim_get_current_line()'),
    above = editor.lua("return vim.fn.getline(vim.fn.line('.') - 2)"),
    messages = editor.lua("return vim.fn.execute('messages')"),
  }
end)
