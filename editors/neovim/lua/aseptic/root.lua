--- Which buffers Aseptic serves, and which project each belongs to.

local M = {}

local records = require('aseptic.declaring').records

local KINDS = {}
for _, kind in ipairs({
  'assets',
  'deviations',
  'interfaces',
  'permits',
  'requirements',
  'reviews',
  'rules',
  'threats',
}) do
  KINDS[kind] = true
end

--- The folder of records of the nearest folder upward that declares a project; nil where none does.
---@param path string
---@return string?
local function declared(path)
  for folder in vim.fs.parents(path) do
    local named = records(folder)
    local shelf = vim.fs.joinpath(folder, named or 'security')
    if named or vim.uv.fs_stat(vim.fs.joinpath(shelf, 'standard.md')) then
      return vim.fs.normalize(shelf)
    end
  end
end

--- The folder above `security` that a record lies in by its place and its name: the first deviation of a project that
--- declares nothing is one, too; one that declares itself says where its records are. The root is that of the server
--- that runs there already, which wrote it; a server of single files, without a root, does not know what the record
--- belongs to.
---@param path string
---@return string?
local function undeclared(path)
  local folder = vim.fs.dirname(path)
  local above = vim.fs.dirname(folder)
  local named = vim.fs.basename(path):find('^%u+%-%d+%.md$') and KINDS[vim.fs.basename(folder)]
  local root = vim.fs.dirname(above)
  if not named or vim.fs.basename(above) ~= 'security' or declared(path) then
    return nil
  end
  for _, client in ipairs(vim.lsp.get_clients({ name = 'aseptic' })) do
    local own = client.root_dir
    if own and (vim.fs.relpath(root, own) or vim.fs.relpath(own, root)) then
      return own
    end
  end
  return root
end

--- The project that a Markdown file is a record of; nil for any other Markdown.
---@param path string
---@return string?
function M.of_record(path)
  for root in vim.fs.parents(path) do
    local named = records(root)
    local folder = vim.fs.normalize(vim.fs.joinpath(root, named or 'security'))
    local inside = vim.startswith(path, folder .. '/')
    if inside and (named or vim.uv.fs_stat(vim.fs.joinpath(folder, 'standard.md'))) then
      return root
    end
  end
end

--- The folder of records of the project that a file belongs to, as far as it can be told from here.
---@param path string
---@param otherwise? string the root where no folder upward declares a project
---@return string?
function M.records_of(path, otherwise)
  local shelf = declared(path)
  if shelf then
    return shelf
  end
  local root = vim.fs.root(path, '.git') or otherwise
  return root and vim.fs.joinpath(vim.fs.normalize(root), 'security')
end

--- The root of code: the nearest folder with the first of `root_markers` that any has. `vim.fs.root` would take
--- `security` itself, in which `security/standard.md` lies.
---@param path string empty for a buffer without a name
---@return string?
function M.of_code(path)
  local first = vim.fs.joinpath(vim.fn.fnamemodify(path, ':p:h'), 'code')
  for _, marker in ipairs(vim.lsp.config.aseptic.root_markers) do
    for folder in vim.fs.parents(first) do
      for _, each in ipairs(type(marker) == 'table' and marker or { marker }) do
        if vim.uv.fs_stat(vim.fs.joinpath(folder, each)) then
          return folder
        end
      end
    end
  end
end

--- Tell the root of a buffer that is to be served: code, and records of a project of Aseptic's.
---@param buffer integer
---@param on_dir fun(root?: string)
function M.find(buffer, on_dir)
  local name = vim.api.nvim_buf_get_name(buffer)
  if vim.bo[buffer].filetype ~= 'markdown' then
    return on_dir(M.of_code(name))
  end
  local path = name ~= '' and vim.fs.normalize(vim.fn.fnamemodify(name, ':p')) or ''
  local root = M.of_record(path) or undeclared(path)
  if root then
    on_dir(root)
  end
end

return M
