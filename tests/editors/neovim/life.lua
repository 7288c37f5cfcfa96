-- The whole life of a deviation: recorded, approved by another, reformatted, changed, proposed again, amended.
local editor = dofile(vim.env.PRELUDE)

local RECORD = 'security/deviations/DEV-0001.md'
local REASON = vim.env.REASON
local ANSWERS = ([[
  vim.lsp.enable('aseptic')
  asked = {}
  vim.ui.select = function(items, options, chosen)
    table.insert(asked, options.prompt)
    for _, item in ipairs(items) do
      if options.format_item(item):find('mitigated', 1, true) then
        return chosen(item)
      end
    end
    chosen(items[1])
  end
  vim.ui.input = function(options, given)
    table.insert(asked, options.prompt)
    given(%q)
  end
]]):format(REASON)

--- Wait until the finding of the current buffer says this, at this severity; return its message.
local function says(words, severity)
  return editor.wait(([[
    for _, each in ipairs(vim.diagnostic.get(0)) do
      if each.severity == %d and each.message:find(%q, 1, true) then
        return each.message
      end
    end
  ]]):format(severity, words))
end

local function become(who)
  editor.command('silent !git config user.email ' .. who)
end

--- What stands in SARIF's suppressions now, by `aseptic check`.
local function suppressions()
  editor.command('silent wall')
  local command = { 'aseptic', 'check', 'src/pump/label.py', '--format', 'sarif' }
  local done = vim.system(command, { cwd = editor.project, text = true }):wait()
  local result = vim.json.decode(done.stdout).runs[1].results[1]
  local found = result.suppressions[1]
  return found and { status = found.status, justification = found.justification } or { status = 'none' }
end

--- Take a decision on the record as the person that git names.
local function decide(title)
  editor.command('edit ' .. RECORD)
  editor.wait("return #vim.lsp.get_clients({ name = 'aseptic', bufnr = 0 }) > 0")
  editor.act(title)
end

local function back()
  editor.command('edit src/pump/label.py')
end

editor.run(function()
  editor.start(ANSWERS)
  editor.open('src/pump/label.py')
  editor.expect({ 'CRY-001' })
  local told = { states = {}, sarif = {} }
  local function note(name, words, severity)
    told.states[name] = says(words, severity)
    told.sarif[name] = suppressions()
  end

  editor.go('hashlib.md5')
  editor.act('Record a deviation')
  editor.wait("return vim.fs.basename(vim.api.nvim_buf_get_name(0)) == 'DEV-0001.md'")
  told.asked = editor.lua('return asked')
  told.drafted = editor.disk(RECORD)
  editor.command([[silent %s/^TODO: say why not.*/The label has room for 32 characters./e]])
  editor.command('write')
  back()
  note('proposed', 'DEV-0001 proposed', 3)

  become('kim@example.org')
  decide('Approve DEV-0001')
  back()
  note('approved', 'DEV-0001 approved', 4)
  told.lens = editor.lua([[
    local asked = { textDocument = vim.lsp.util.make_text_document_params(0) }
    local client = vim.lsp.get_clients({ name = 'aseptic', bufnr = 0 })[1]
    local done = client:request_sync('textDocument/codeLens', asked, 5000, 0)
    return done.result[1].command.title
  ]])

  editor.go('hashlib.md5')
  editor.press('ccreturn hashlib . md5(\npackage\n)<Esc>')
  note('reformatted', 'DEV-0001 approved', 4)

  editor.go('package\\n')
  editor.press('ccpackage + b"1"<Esc>')
  note('stale', 'DEV-0001 no longer covers this', 1)

  become('mira@example.org')
  editor.go('hashlib . md5')
  editor.act('Propose DEV-0001 again')
  note('again', 'DEV-0001 proposed', 3)

  become('kim@example.org')
  decide('Approve DEV-0001')
  back()
  note('approved again', 'DEV-0001 approved', 4)

  editor.command('edit ' .. RECORD)
  editor.command(('%%s/%s/It was ever so, and nobody has complained about it./'):format(REASON))
  editor.command('write')
  back()
  note('amended', 'was changed after kim@example.org approved it', 1)
  told.record = editor.disk(RECORD)
  return told
end)
