-- The first record of a project that declares nothing: decided on in its buffer, and behind Neovim's back.
local editor = dofile(vim.env.PRELUDE)

local RECORD = 'security/deviations/DEV-0001.md'
local INIT = [[
  require('aseptic').setup({ typing = true })
  said = {}
  vim.ui.select = function(items, _, chosen) chosen(items[1]) end
  asked = {}
  vim.ui.input = function(options, given)
    table.insert(asked, options.prompt)
    given(options.prompt:find('rejected') and 'The label is trusted after all.' or 'Nothing trusts the label.')
  end
  vim.notify = function(text) table.insert(said, text) end
]]

local function says(words)
  return editor.wait(("for _, each in ipairs(said) do if each:find(%q, 1, true) then return each end end"):format(words), 60)
end

--- Wait until the record's buffer holds this, with nothing unsaved in it.
local function holds(words)
  editor.wait(([[
    local text = table.concat(vim.fn.getbufline('DEV-0001.md', 1, '$'), '\n')
    return text:find(%q, 1, true) ~= nil and not vim.bo[vim.fn.bufnr('DEV-0001.md')].modified
  ]]):format(words), 60)
end

--- Wait until the finding in the code says this; return all that it says.
local function finding(words)
  return editor.wait(([[
    for _, each in ipairs(vim.diagnostic.get(vim.fn.bufnr('label.py'))) do
      if each.message:find(%q, 1, true) then return each.message end
    end
  ]]):format(words), 60)
end

editor.run(function()
  editor.start(INIT)
  editor.open('src/pump/label.py')
  editor.expect({ 'CRY-001' }, 60)
  editor.go('hashlib.md5')
  editor.act('Record a deviation')
  editor.wait("return vim.fs.basename(vim.api.nvim_buf_get_name(0)) == 'DEV-0001.md'", 60)
  editor.wait("return #vim.lsp.get_clients({ name = 'aseptic', bufnr = 0 }) > 0", 60)
  local told = { clients = editor.lua('return #vim.lsp.get_clients()'), recorded = says('DEV-0001 is on disk') }

  editor.command([[silent %s/^TODO: say why not.*/The label has room for 32 characters./e]])
  editor.command('silent write')

  -- Who raised it may not reject it, and is not asked why.
  editor.act('Reject DEV-0001')
  told.own = says('raised it; withdraw it instead')
  told.asked = editor.lua('return asked')

  -- What is not saved is not what would be decided on.
  editor.command('silent !git config user.email kim@example.org')
  editor.command('normal! Goa note')
  editor.act('Approve DEV-0001')
  told.refused = says('save DEV-0001.md first')
  told.undecided = editor.disk(RECORD):match('status: %w+')
  editor.command('silent undo')
  editor.command('set nomodified')

  -- A record of the same name in another project is nobody's business here.
  editor.lua([[
    other = vim.api.nvim_create_buf(true, false)
    vim.api.nvim_buf_set_name(other, vim.fs.joinpath(vim.env.OTHER, 'security/deviations/DEV-0001.md'))
    vim.bo[other].modified = true
  ]])
  editor.act('Approve DEV-0001')
  told.approved = says('DEV-0001 is approved')
  editor.lua('vim.api.nvim_buf_delete(other, { force = true })')
  holds('status: approved')
  finding('DEV-0001 approved')

  -- `git pull` brings somebody's decision. No key is pressed, and no focus comes back.
  local text = editor.disk(RECORD)
  editor.write(RECORD, (text:gsub('status: approved', 'status: withdrawn')))
  told.withdrawn = finding('withdrawn')
  holds('status: withdrawn')

  editor.write(RECORD, (text:gsub('status: approved', 'status: proposed'):gsub('approved: [^\n]*\n', '')))
  holds('status: proposed')
  editor.wait("return #vim.lsp.get_clients({ name = 'aseptic', bufnr = 0 }) > 0", 60)
  editor.act('Reject DEV-0001')
  told.rejected = says('DEV-0001 is rejected')
  holds('status: rejected')
  told.record = editor.disk(RECORD)
  return told
end)
