-- Neovim watches no files on Linux, and tells of what it saves only where Aseptic is attached. So Aseptic is told here
-- when a record or the settings were written, when the folders of records changed, or when Neovim has the focus again.

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

local group = vim.api.nvim_create_augroup('aseptic', {})

vim.api.nvim_create_autocmd('BufWritePost', {
  group = group,
  pattern = { '*.md', 'pyproject.toml' },
  desc = 'Tell Aseptic that a record or the settings were written',
  callback = function(event)
    require('aseptic.watching').written(vim.fn.fnamemodify(event.file, ':p'))
  end,
})

vim.api.nvim_create_autocmd('LspAttach', {
  group = group,
  desc = 'Watch the records of what Aseptic serves',
  callback = function(event)
    local client = vim.lsp.get_client_by_id(event.data.client_id)
    if client and client.name == 'aseptic' then
      require('aseptic.watching').follow(event.buf, client.root_dir)
    end
  end,
})

vim.api.nvim_create_autocmd({ 'FocusGained', 'TermLeave', 'ShellCmdPost' }, {
  group = group,
  desc = 'Tell Aseptic that records may have changed outside',
  callback = function()
    require('aseptic.watching').again()
  end,
})
