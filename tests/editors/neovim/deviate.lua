-- Records two deviations, writes the first one's justification, and comes back.
local editor = dofile(vim.env.PRELUDE)

-- The first kind, and no reason yet.
local ANSWERS = [[
  vim.lsp.enable('aseptic')
  vim.ui.select = function(items, _, chosen) chosen(items[1]) end
  vim.ui.input = function(_, given) given('') end
]]
local NAME = "return vim.fs.basename(vim.api.nvim_buf_get_name(0))"

--- Record a deviation at a text; return the record as it is on disk when Neovim shows it.
local function record(text, id)
  editor.command('buffer update.py')
  editor.go(text)
  editor.act('Record a deviation')
  editor.wait(("return vim.fs.basename(vim.api.nvim_buf_get_name(0)) == '%s.md'"):format(id))
  return {
    disk = editor.disk(('security/deviations/%s.md'):format(id)),
    buffer = editor.text(),
    name = editor.lua(NAME),
    line = editor.lua('return vim.api.nvim_get_current_line()'),
    modified = editor.lua('return vim.bo.modified'),
  }
end

editor.run(function()
  editor.start(ANSWERS)
  editor.open('src/pump/update.py')
  editor.expect({ 'INJ-003', 'CRY-001', 'DES-005', 'INJ-003' })
  local told = { first = record('os.system', vim.env.FIRST) }
  editor.command('buffer update.py')
  editor.wait("return vim.iter(vim.diagnostic.get(0)):any(function(each) return each.message:find('DEV%-') end)")
  told.shown = editor.shown()
  told.second = record('hashlib.md5', vim.env.SECOND)

  -- The reason is written and saved: the record stays whole, and nothing complains.
  editor.command('buffer ' .. vim.env.FIRST .. '.md')
  editor.press('ccThe host name comes from our own list.<Esc>')
  editor.command('write')
  told.written = editor.disk(('security/deviations/%s.md'):format(vim.env.FIRST))

  -- Approval is withdrawn outside Python: Neovim tells the server when the record is saved.
  editor.command('%s/^status: proposed/status: withdrawn/')
  editor.command('write')
  editor.command('buffer update.py')
  editor.wait("return vim.iter(vim.diagnostic.get(0)):any(function(each) return each.lnum == 8 and each.severity == 1 end)")
  told.withdrawn = editor.shown()

  -- Somebody changes it outside Neovim, as `aseptic deviations` does in a terminal; then Neovim has the focus again.
  editor.write(('security/deviations/%s.md'):format(vim.env.FIRST), told.written)
  editor.command('doautocmd FocusGained')
  editor.wait("return vim.iter(vim.diagnostic.get(0)):any(function(each) return each.message:find('DEV%-') end)")
  told.text = editor.text()
  return told
end)
