-- The page's form for Neovim 0.10 and older, with a stand-in for nvim-lspconfig: what its `setup` does of old, it starts
-- a client for a file's type and root. Runs from 0.7 on; `:luafile` it, for 0.8 has no `-l` yet.
-- The test gives the environment: PAGE, PROJECT.

local function root_pattern(...)
  local markers = { ... }
  return function(name)
    local folder, below = vim.fn.fnamemodify(name, ':h'), nil
    while folder ~= below do
      for _, marker in ipairs(markers) do
        if vim.loop.fs_stat(folder .. '/' .. marker) then
          return folder
        end
      end
      folder, below = vim.fn.fnamemodify(folder, ':h'), folder
    end
  end
end

local function attach(name, config, buffer)
  local file = vim.api.nvim_buf_get_name(buffer)
  local root = config.root_dir(file)
  if not root and not config.single_file_support then
    return
  end
  local given = { name = name, cmd = config.cmd, root_dir = root or vim.fn.fnamemodify(file, ':h') }
  given.capabilities = vim.lsp.protocol.make_client_capabilities()
  given.workspace_folders = root and { { uri = vim.uri_from_fname(root), name = root } } or nil
  if vim.lsp.start then
    vim.lsp.start(given)
  else
    vim.lsp.buf_attach_client(buffer, vim.lsp.start_client(given))
  end
end

local configs = setmetatable({}, {
  __newindex = function(all, name, written)
    rawset(all, name, {
      setup = function(own)
        local config = vim.tbl_deep_extend('force', written.default_config, own)
        vim.api.nvim_create_autocmd('FileType', {
          pattern = config.filetypes,
          callback = function(event)
            attach(name, config, event.buf)
          end,
        })
      end,
    })
  end,
})
package.loaded['lspconfig'], package.loaded['lspconfig.configs'] = configs, configs
package.loaded['lspconfig.util'] = { root_pattern = root_pattern }

local function wait(what, test)
  if not vim.wait(60000, test, 20) then
    error(what .. ' did not come; messages: ' .. vim.fn.execute('messages'))
  end
end

--- Choose a code action by the beginning of its title, as a person would from the menu.
local function choose(line, title)
  vim.ui.select = function(items, _, done)
    for at, each in ipairs(items) do
      local action = each.action or each[2]
      if action.title:sub(1, #title) == title then
        return done(each, at)
      end
    end
    error('no action ' .. title)
  end
  vim.api.nvim_win_set_cursor(0, { line, 10 })
  vim.lsp.buf.code_action()
end

local function story()
  local file = assert(io.open(vim.env.PAGE))
  local form = assert(file:read('*a'):match('```lua\n(local configs, util.-)\n```'), 'the page has no such form')
  file:close()
  assert(loadstring(form))()
  vim.cmd('filetype on')
  vim.cmd('edit ' .. vim.env.PROJECT .. '/src/pump/update.py')
  local told = { version = vim.fn.execute('version'):match('NVIM v([%d.]+)') }
  local function found(count)
    return function()
      return #vim.diagnostic.get(0) == count
    end
  end
  wait('findings', found(4))
  vim.api.nvim_buf_set_lines(0, 8, 9, false, { '        pass' })
  wait('one finding less, unsaved', found(3))
  vim.cmd('silent undo')
  wait('it again', found(4))
  vim.api.nvim_win_set_cursor(0, { 9, 10 })
  local client = vim.tbl_values((vim.lsp.get_clients or vim.lsp.get_active_clients)())[1]
  local place = vim.lsp.util.make_position_params(0, client.offset_encoding)
  local said = vim.lsp.buf_request_sync(0, 'textDocument/hover', place, 60000)
  told.hover = said[client.id].result.contents.value
  choose(18, 'Run it without a shell')
  wait('the replacement', function()
    return vim.fn.search('subprocess.run', 'nw') > 0
  end)
  vim.cmd('silent write')
  choose(10, 'Record a deviation')
  local record = vim.env.PROJECT .. '/security/deviations/DEV-0001.md'
  wait('the record', function()
    return vim.loop.fs_stat(record) ~= nil
  end)
  told.shown = vim.wait(2000, function()
    return vim.api.nvim_buf_get_name(0):match('DEV%-0001') ~= nil
  end, 20)
  return told
end

local fine, told = pcall(story)
io.stdout:write('\n' .. vim.fn.json_encode(fine and told or { failed = tostring(told) }) .. '\n')
vim.cmd('silent! wall | qall!')
