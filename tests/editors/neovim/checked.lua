-- `:Aseptic check` in a file that no root is found for, and where its project's records lie by what the server says.
local editor = dofile(vim.env.PRELUDE)

local INIT = [[
  require('aseptic').setup()
  said = {}
  vim.notify = function(text) table.insert(said, text) end
]]

editor.run(function()
  editor.start(INIT)
  editor.command('edit ' .. vim.fn.fnameescape(vim.env.FILE))
  editor.wait('return #vim.diagnostic.get(0) > 0', 60)
  editor.command('Aseptic check')
  editor.wait('return #said > 0', 60)
  editor.wait("local told = require('aseptic.client').told[vim.lsp.get_clients()[1].id] return told and told.projects", 60)
  return {
    said = editor.lua('return said[1]'),
    records = editor.lua("return require('aseptic.declaring').records(...)", vim.fs.dirname(vim.env.FILE)),
  }
end)
