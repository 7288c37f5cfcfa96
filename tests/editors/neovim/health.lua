-- `:checkhealth aseptic` with a server running, and the help.
local editor = dofile(vim.env.PRELUDE)

editor.run(function()
  editor.start(vim.env.INIT)
  if vim.env.RUNS == '1' then
    editor.open('src/pump/update.py')
  end
  editor.command('checkhealth aseptic')
  local told = { health = editor.text() }
  editor.command('help aseptic')
  told.help = editor.lua('return vim.fs.basename(vim.api.nvim_buf_get_name(0))')
  told.messages = editor.lua("return vim.fn.execute('messages')")
  return told
end)
