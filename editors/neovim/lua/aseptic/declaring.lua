--- What a project says of itself in its pyproject.toml, as far as it can be told without reading all of TOML.

local M = {}

--- A name of TOML without its quotes, and without the spaces that may stand around its dots.
---@param text string
---@return string
local function plain(text)
  return (vim.trim(text):gsub('["\']', ''):gsub('%s*%.%s*', '.'))
end

--- The string that a value begins with.
---@param value string
---@return string?
local function quoted(value)
  return value:match('^%s*"([^"]+)"') or value:match("^%s*'([^']+)'")
end

--- Call `see` with each key, its tables before it, and with its value's first line; with each table's name alone, too.
---@param text string
---@param see fun(key: string, value: string)
local function walk(text, see)
  local at, closing = '', nil ---@type string, string?
  for line in vim.gsplit(text, '\r?\n') do
    if closing then -- within a text of several lines
      closing = not line:find(closing, 1, true) and closing or nil
    else
      local table_name = line:match('^%s*%[+(.-)%]')
      local key, value = line:match('^%s*([%w_%-%."\' \t]-)%s*=%s*(.*)$')
      if table_name then
        at = plain(table_name)
        see(at, '')
      elseif key then
        see(at == '' and plain(key) or at .. '.' .. plain(key), value)
        local opening = value:match('^"""') or value:match("^'''")
        closing = opening and not value:find(opening, 4, true) and opening or nil
      end
    end
  end
end

--- The folder of records that a pyproject.toml names: `security` where it only declares a project, nil where it does
--- not.
---@param text string
---@return string?
function M.records_in(text)
  local declared, named = false, nil
  walk(text, function(key, value)
    local rest = (key .. '.'):match('^tool%.aseptic%.(.*)$')
    declared = declared or rest ~= nil
    if rest == 'records.' then
      named = quoted(value)
    elseif rest == '' then -- a table in one line
      named = named or quoted(value:match('[{,]%s*["\']?records["\']?%s*=(.*)$') or '')
    end
  end)
  return declared and (named or 'security') or nil
end

--- What a server that runs says of a project's folder of records.
---@param folder string
---@return string?
local function told(folder)
  for _, client in ipairs(vim.lsp.get_clients({ name = 'aseptic' })) do
    for _, project in ipairs((require('aseptic.client').told[client.id] or {}).projects or {}) do
      if vim.fs.normalize(vim.uri_to_fname(project.root)) == folder then
        return project.records
      end
    end
  end
end

--- The folder of records that a project names: `security` where it only declares itself, nil where it does not.
---@param folder string
---@return string?
function M.records(folder)
  local file = io.open(vim.fs.joinpath(folder, 'pyproject.toml'))
  if not file then
    return nil
  end
  local named = M.records_in(file:read('*a') or '')
  file:close()
  return named and (told(vim.fs.normalize(folder)) or named)
end

return M
