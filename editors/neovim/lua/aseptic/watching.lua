--- What changes on disk behind Neovim's back: a colleague's approval that `git pull` brings, a decision in a terminal.
--- Neovim on Linux watches no files for servers. Of a project only the folders of records are watched here, never its code.

local M = {}

local CHANGED = 2
local PAUSE = 200

---@type table<string, uv.uv_fs_event_t>
local watched = {}
---@type table<string, true>
local shelves = {}
local due ---@type uv.uv_timer_t?

---@param changes lsp.FileEvent[]
local function tell(changes)
  for _, client in ipairs(vim.lsp.get_clients({ name = 'aseptic' })) do
    client:notify('workspace/didChangeWatchedFiles', { changes = changes })
  end
end

--- Tell Aseptic that a file was written.
---@param path string
function M.written(path)
  tell({ { uri = vim.uri_from_fname(path), type = CHANGED } })
end

--- Read the open records anew that changed on disk, but for those with something unsaved in them.
function M.reload()
  for _, buffer in ipairs(vim.api.nvim_list_bufs()) do
    local name = vim.api.nvim_buf_get_name(buffer)
    local record = vim.api.nvim_buf_is_loaded(buffer) and vim.bo[buffer].filetype == 'markdown'
    if record and not vim.bo[buffer].modified and M.in_shelf(vim.fs.normalize(name)) then
      local before = vim.bo[buffer].autoread
      vim.bo[buffer].autoread = true
      vim.cmd.checktime(buffer)
      vim.bo[buffer].autoread = before
    end
  end
end

--- Whether a file lies in a folder of records of a project that is open here.
---@param path string
function M.in_shelf(path)
  return vim.iter(vim.tbl_keys(shelves)):any(function(shelf)
    return vim.startswith(path, shelf .. '/')
  end)
end

--- Have Aseptic look at records and settings again.
function M.again()
  M.reload()
  tell({})
end

--- The folders to watch for a folder of records: it and those in it; where it is not there yet, the next one above.
---@param shelf string
---@return string[]
local function folders(shelf)
  if not vim.uv.fs_stat(shelf) then
    local above = vim.fs.dirname(shelf)
    return vim.uv.fs_stat(above) and { above } or {}
  end
  local found = { shelf }
  for name, kind in vim.fs.dir(shelf) do
    if kind == 'directory' then
      found[#found + 1] = vim.fs.joinpath(shelf, name)
    end
  end
  return found
end

local function soon()
  due = due or assert(vim.uv.new_timer())
  due:start(PAUSE, 0, vim.schedule_wrap(function()
    M._watch()
    M.again()
  end))
end

--- Watch what is to be watched now, and nothing else.
function M._watch()
  local wanted = {} ---@type table<string, string>
  for shelf in pairs(shelves) do
    for _, folder in ipairs(folders(shelf)) do
      wanted[folder] = wanted[folder] or shelf
    end
  end
  for folder, handle in pairs(watched) do
    if not wanted[folder] or not vim.uv.fs_stat(folder) then
      handle:close()
      watched[folder] = nil
    end
  end
  for folder, shelf in pairs(wanted) do
    local handle = not watched[folder] and vim.uv.new_fs_event()
    local above = folder ~= shelf and not vim.startswith(folder, shelf .. '/')
    if handle then
      handle:start(folder, {}, function(_, name)
        if not above or name == vim.fs.basename(shelf) then -- of the folder above only the coming of the records matters
          soon()
        end
      end)
      watched[folder] = handle
    end
  end
end

--- Watch the records of the project that a buffer belongs to, from now on.
---@param buffer integer
---@param root? string the root that its server has
function M.follow(buffer, root)
  local path = vim.fs.normalize(vim.api.nvim_buf_get_name(buffer))
  local shelf = path ~= '' and require('aseptic.root').records_of(path, root)
  if shelf and not shelves[shelf] then
    shelves[shelf] = true
    M._watch()
  end
end

return M
