-- Types a breach key by key, sees it in insert mode, deletes it key by key and sees it go.
local editor = dofile(vim.env.PRELUDE)

local WRITTEN = 'os.system("reboot " + host)'

local COUNT = [[
  _G.sent = {}
  vim.api.nvim_create_autocmd('LspNotify', { callback = function(event)
    if event.data.method == 'textDocument/didChange' then
      table.insert(_G.sent, vim.lsp.util.buf_versions[event.buf])
    end
  end })
]]

--- Press a key and wait until the server has been told of it.
local function key(each)
  local before = editor.lua('return #_G.sent')
  editor.press(each)
  editor.wait(('return #_G.sent > %d'):format(before), 2)
end

local function virtual_text()
  return editor.lua([[
    local found = {}
    for name, space in pairs(vim.api.nvim_get_namespaces()) do
      for _, mark in ipairs(vim.api.nvim_buf_get_extmarks(0, space, 0, -1, { details = true })) do
        for _, part in ipairs(mark[4].virt_text or {}) do
          if part[1]:find('%u%-%d') then found[#found + 1] = part[1] end
        end
      end
    end
    return found
  ]])
end

editor.run(function()
  editor.start("require('aseptic').setup({ typing = true })")
  editor.open('src/pump/reboot.py')
  editor.lua(COUNT)
  editor.go('pass')
  editor.press('S')
  for each in WRITTEN:gmatch('.') do
    key(each)
  end
  local appeared = editor.expect({ 'INJ-003' })
  local told = {
    mode = editor.lua('return vim.api.nvim_get_mode().mode'),
    line = editor.lua('return vim.api.nvim_get_current_line()'),
    appeared = appeared,
    virtual = virtual_text(),
    sent = #editor.lua('return _G.sent'),
    keys = #WRITTEN,
    -- A narrow window cuts off the end of a line; the ids must not be there.
    formatted = editor.lua([[
      local format = require('aseptic').shown.virtual_text.format
      return vim.tbl_map(function(message) return format({ code = 'INJ-003', message = message }) end, {
        'It runs a shell; pass a list (DEV-0001 proposed, SEC-012)',
        'It runs a shell (or something like it)',
        'It runs a shell; pass a list; DEV-0001 no longer covers this: propose it again (SEC-012)',
        'It runs a shell',
      })
    ]]),
    status = editor.lua("return require('aseptic').status()"),
  }
  for _ = 1, #'.system("reboot " + host)' do
    key('<BS>')
  end
  editor.expect({})
  told.left = editor.lua('return vim.api.nvim_get_current_line()')
  told.mode_after = editor.lua('return vim.api.nvim_get_mode().mode')
  told.virtual_after = virtual_text()
  told.global = editor.lua('return vim.diagnostic.config()')
  told.other = editor.lua([[
    local space = vim.api.nvim_create_namespace('another-tool')
    return vim.diagnostic.config(nil, space).update_in_insert or false
  ]])
  return told
end)
