-- Every subcommand of `:Aseptic`, as a person uses it: what the buffers, the choices and the disk say afterwards.
local editor = dofile(vim.env.PRELUDE)

local INIT = [[
  require('aseptic').setup({ show = 'all' })
  asked, offered, said = {}, {}, {}
  wanted = ''
  vim.ui.select = function(items, options, chosen)
    table.insert(asked, { prompt = options.prompt, kind = options.kind })
    local format = options.format_item or tostring
    offered = vim.tbl_map(format, items)
    for _, item in ipairs(items) do
      if format(item):find(wanted, 1, true) then
        return chosen(item)
      end
    end
    chosen(nil)
  end
  vim.ui.input = function(_, given)
    given('It is a label, and nothing trusts it.')
  end
  vim.notify = function(text)
    table.insert(said, text)
  end
]]
local NAME = "return vim.fs.basename(vim.api.nvim_buf_get_name(0)) == '%s'"

local function want(text)
  editor.lua('wanted, offered = ..., {}', text)
end

local function says(words)
  return editor.wait(("for _, each in ipairs(said) do if each:find(%q, 1, true) then return each end end"):format(words), 60)
end

editor.run(function()
  editor.start(INIT)
  editor.command('Aseptic deviate')
  local told = { nobody = says('no server runs') }
  editor.command('Aseptic restart')
  told.none_ran = says('no server ran; one starts with the first Python file')
  editor.command('Aseptic debug')
  told.own = editor.text()
  editor.command('bwipeout')
  editor.open('src/pump/update.py')
  editor.expect({ 'INJ-003', 'CRY-001', 'DES-005', 'INJ-003' }, 60)
  told.completed = editor.lua("return vim.fn.getcompletion('Aseptic de', 'cmdline')")
  told.banged = editor.lua("return vim.fn.getcompletion('Aseptic! ', 'cmdline')")
  told.ids = editor.lua("return vim.fn.getcompletion('Aseptic standard inj-00', 'cmdline')")
  editor.command('Aseptic nonsense')
  told.nonsense = says('"nonsense"')
  editor.command('Aseptic deviations')
  told.none = says('no deviations here')

  editor.go('def digest')
  editor.command('Aseptic deviate')
  told.nothing = says('nothing in this line')
  editor.go('return hashlib')
  want('mitigated')
  editor.command('Aseptic deviate')
  editor.wait(NAME:format('DEV-0001.md'), 60)
  told.prompted = editor.wait("local line = vim.api.nvim_get_current_line() return line:find('^TODO') and line", 60)
  editor.command('edit') -- what was drawn is gone with that
  editor.wait('return #vim.diagnostic.get(0) > 0', 60)
  told.drawn = editor.wait([[
    for _, space in pairs(vim.api.nvim_get_namespaces()) do
      for _, mark in ipairs(vim.api.nvim_buf_get_extmarks(0, space, 0, -1, { details = true })) do
        if (mark[4].hl_group or ''):find('^DiagnosticUnderline') then
          return vim.api.nvim_buf_get_lines(0, mark[2], mark[2] + 1, true)[1]
        end
      end
    end
  ]], 60)
  told.recorded = editor.disk('security/deviations/DEV-0001.md')
  editor.command('edit src/pump/update.py')
  editor.go('return hashlib')
  editor.command('Aseptic deviate')
  told.pending = says('nothing more to record in this line')

  editor.command('edit src/pump/settle.py')
  editor.wait("return #vim.diagnostic.get(0) > 0", 60)
  want('mitigated')
  editor.command('Aseptic silencers')
  editor.wait(NAME:format('DEV-0002.md'), 60)
  told.turned = editor.lua("return vim.fn.getbufline('settle.py', 5)[1]")
  told.unsaved = says('settle.py has the changed comment, unsaved')
  told.silenced = editor.disk('security/deviations/DEV-0002.md')

  editor.command('edit src/pump/update.py')
  editor.write('security/deviations/DEV-0003.md', '---\nid: DEV-0003\n---\n')
  want('DEV-0001')
  editor.command('Aseptic deviations')
  editor.wait(NAME:format('DEV-0001.md'), 60)
  told.listed = editor.lua('return offered')
  told.reason = editor.lua('return vim.api.nvim_get_current_line()')
  editor.command('Aseptic deviations!')
  editor.wait(NAME:format('update.py'), 60)
  told.code = editor.lua('return vim.api.nvim_get_current_line()')

  editor.command('Aseptic standard inj-003')
  editor.wait(NAME:format('INJ-003.md'), 60)
  told.rule = editor.lua('return vim.api.nvim_buf_get_lines(0, 0, 2, true)')
  told.shall = editor.lua('return vim.api.nvim_get_current_line()')
  told.kept = editor.lua('return vim.bo.modifiable == false')
  want('CRY-001')
  editor.command('edit src/pump/update.py')
  editor.command('Aseptic standard')
  editor.wait(NAME:format('CRY-001.md'), 60)
  told.rules = editor.lua('return #offered')
  want('none of them')
  editor.command('Aseptic standard without a shell')
  told.shells = editor.wait('return #offered > 0 and offered', 60)
  editor.command('Aseptic standard XXX-999')
  told.unknown = says('no rule of the standard has "XXX-999"')

  editor.command('edit src/pump/update.py')
  editor.command('Aseptic debug')
  editor.wait("return vim.bo.buftype == 'nofile' and vim.api.nvim_buf_line_count(0) > 5", 60)
  told.debug = editor.text()
  editor.command('close')

  editor.lua([[
    sent = {}
    local rpc = vim.lsp.get_clients({ name = 'aseptic' })[1].rpc
    local notify = rpc.notify
    rpc.notify = function(method, ...)
      table.insert(sent, method)
      return notify(method, ...)
    end
  ]])
  editor.command('Aseptic check')
  editor.command('Aseptic check')
  told.already = says('being checked already')
  editor.command('Aseptic! check')
  told.stopped = says('is stopped')
  told.cancelled = editor.lua("return vim.list_contains(sent, '$/cancelRequest')")
  told.left = editor.lua('return #vim.fn.getqflist()')
  editor.command('Aseptic check!')
  told.none_runs = says('no check of the workspace')
  editor.wait("said = {}; return true")
  editor.command('Aseptic check')
  told.checked = says('findings in')
  told.entries = editor.lua("return vim.tbl_map(function(each) return each.text end, vim.fn.getqflist())")
  told.quickfix = editor.lua([[
    return vim.tbl_map(function(each) return vim.fs.basename(vim.fn.bufname(each.bufnr)) end, vim.fn.getqflist())
  ]])
  editor.command('cclose')

  editor.command('edit src/pump/twice.py')
  editor.wait('return #vim.diagnostic.get(0) > 1', 60)
  editor.go('os.system')
  want('none of them')
  editor.command('Aseptic deviate')
  told.twice = editor.wait('return #offered > 0 and offered', 60)
  editor.command('edit src/pump/update.py')

  local before = editor.server()
  editor.command('Aseptic restart')
  editor.wait("local one = vim.lsp.get_clients({ name = 'aseptic', bufnr = 0 })[1] return one and one.initialized", 60)
  editor.wait('return #vim.diagnostic.get(0) > 0', 60)
  told.restarted = editor.server() ~= before
  told.clients = editor.lua("return #vim.lsp.get_clients({ name = 'aseptic' })")
  told.asked = editor.lua('return asked')
  told.said = editor.lua('return said')
  return told
end)
