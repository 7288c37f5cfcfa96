-- The rules to choose from in Neovim's own numbered list, which nobody can search: what is found here, then areas.
local editor = dofile(vim.env.PRELUDE)

local INIT = [[
  require('aseptic').setup({ typing = true })
  asked = {}
  vim.fn.inputlist = function(choices)
    table.insert(asked, choices)
    local area = vim.iter(choices):find(function(each) return each:find('INJ, ', 1, true) end)
    return tonumber((area or choices[4]):match('^%d+'))
  end
]]

editor.run(function()
  editor.start(INIT)
  editor.open('src/pump/update.py')
  editor.expect({ 'INJ-003', 'CRY-001', 'DES-005', 'INJ-003' }, 60)
  editor.command('Aseptic standard')
  editor.wait("return vim.fs.basename(vim.api.nvim_buf_get_name(0)) == 'INJ-003.md'", 60)
  return { asked = editor.lua('return asked') }
end)
