-- Neovim watches no files on Linux, and tells of what it saves only where Aseptic is attached. So Aseptic is told here
-- when a record or the settings were written, or when Neovim has the focus again: somebody may have approved a deviation in a terminal.

if vim.g.loaded_aseptic then
  return
end
vim.g.loaded_aseptic = true

vim.api.nvim_create_user_command('Aseptic', function(called)
  require('aseptic.command').run(called)
end, {
  nargs = '+',
  bang = true,
  desc = 'Deviations, the standard and the server of Aseptic',
  complete = function(...)
    return require('aseptic.command').complete(...)
  end,
})

local CHANGED = 2

---@param changes lsp.FileEvent[]
local function tell(changes)
  for _, client in ipairs(vim.lsp.get_clients({ name = 'aseptic' })) do
    client:notify('workspace/didChangeWatchedFiles', { changes = changes })
  end
end

local group = vim.api.nvim_create_augroup('aseptic', {})

vim.api.nvim_create_autocmd('BufWritePost', {
  group = group,
  pattern = { '*.md', 'pyproject.toml' },
  desc = 'Tell Aseptic that a record or the settings were written',
  callback = function(event)
    tell({ { uri = vim.uri_from_fname(vim.fn.fnamemodify(event.file, ':p')), type = CHANGED } })
  end,
})

vim.api.nvim_create_autocmd({ 'FocusGained', 'TermLeave', 'ShellCmdPost' }, {
  group = group,
  desc = 'Tell Aseptic that records may have changed outside',
  callback = function()
    tell({})
  end,
})
