---@brief
---
--- Aseptic checks Python against the secure coding standard that a project declares (IEC 81001-5-1).
--- `vim.lsp.enable('aseptic')` is all that it needs; `:help aseptic` says more.

--- Ask for kind and reason before a deviation is recorded.
local function record(command, context)
  require('aseptic.asking').record(command, context)
end

local commands = { ['aseptic.recordDeviation'] = record, ['aseptic.turnSilencer'] = record }
for _, name in ipairs(require('aseptic.deciding').COMMANDS) do
  commands[name] = require('aseptic.deciding').decide
end

---@type vim.lsp.Config
return {
  cmd = { 'aseptic', 'server' },
  filetypes = { 'python', 'markdown' },
  -- Of Markdown only records are served: what lies in the folder `security` of a project.
  root_dir = function(buffer, on_dir)
    require('aseptic.root').find(buffer, on_dir)
  end,
  -- The nearest folder with the first marker wins. A file without any is checked against the shipped standard.
  root_markers = { 'security/standard.md', 'pyproject.toml', '.git' },
  commands = commands,
  on_exit = function(code, signal)
    require('aseptic.reporting').ended(code, signal)
  end,
  capabilities = { experimental = { asepticStatus = true } },
  handlers = {
    ['aseptic/status'] = function(_, told, context)
      require('aseptic.client').told[context.client_id] = told
      vim.cmd.redrawstatus({ bang = true })
    end,
  },
  -- Neovim holds changes back for 150 ms. Aseptic answers a keystroke in a few, so it gets them sooner.
  flags = { debounce_text_changes = 30 },
}
