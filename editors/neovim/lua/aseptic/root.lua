--- Which buffers Aseptic serves, and which project each belongs to.

local M = {}

--- Whether a folder declares in its pyproject.toml that it is a project of Aseptic's.
---@param folder string
---@return boolean
local function declared(folder)
  local file = io.open(vim.fs.joinpath(folder, 'pyproject.toml'))
  local text = file and file:read('*a') or ''
  if file then
    file:close()
  end
  return ('\n' .. text):find('\n%s*%[tool%.aseptic[%].]') ~= nil
end

--- The project that a Markdown file is a record of; nil for any other Markdown.
---@param path string
---@return string?
function M.of_record(path)
  for folder in vim.fs.parents(path) do
    if vim.fs.basename(folder) == 'security' then
      local root = vim.fs.dirname(folder)
      if vim.uv.fs_stat(vim.fs.joinpath(folder, 'standard.md')) or declared(root) then
        return root
      end
    end
  end
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
  local root = name ~= '' and M.of_record(vim.fn.fnamemodify(name, ':p'))
  if root then
    on_dir(root)
  end
end

return M
