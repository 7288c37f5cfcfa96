-- What the plugin reads by itself, without an editor: a pyproject.toml's folder of records, and Neovim's log.
vim.opt.runtimepath:prepend(vim.env.RUNTIME)
io.stdout:write(
  vim.json.encode({
    records = require('aseptic.declaring').records_in(vim.env.TEXT or ''),
    errors = require('aseptic.reporting').errors(vim.env.LOG or ''),
  }),
  '\n'
)
