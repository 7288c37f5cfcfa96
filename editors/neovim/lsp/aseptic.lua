---@brief
---
--- Aseptic checks Python against the secure coding standard that a project declares (IEC 81001-5-1).
--- `vim.lsp.enable('aseptic')` is all that it needs; `:help aseptic` says more.

local MARKERS = { 'security/standard.md', 'pyproject.toml', '.git' }

--- Ask for kind and reason before a deviation is recorded.
local function record(command, context)
  require('aseptic.asking').record(command, context)
end

--- Markdown is a record where it lies in a folder `security` of a project; other Markdown is left alone.
local function root_dir(buffer, found)
  local root = vim.fs.root(buffer, vim.lsp.config.aseptic.root_markers or MARKERS)
  if vim.bo[buffer].filetype ~= 'markdown' then
    return found(root)
  end
  local name = vim.fs.normalize(vim.api.nvim_buf_get_name(buffer))
  if root and vim.startswith(name, vim.fs.joinpath(vim.fs.normalize(root), 'security') .. '/') then
    found(root)
  end
end

---@type vim.lsp.Config
return {
  cmd = { 'aseptic', 'server' },
  filetypes = { 'python', 'markdown' },
  -- The nearest folder with the first marker wins. A file without any is checked against the shipped standard.
  root_markers = MARKERS,
  root_dir = root_dir,
  commands = {
    ['aseptic.recordDeviation'] = record,
    ['aseptic.turnSilencer'] = record,
  },
  -- Neovim holds changes back for 150 ms. Aseptic answers a keystroke in a few, so it gets them sooner.
  flags = { debounce_text_changes = 30 },
}
