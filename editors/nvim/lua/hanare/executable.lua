--- Finds the command that starts the server. Nothing is ever installed or fetched.
local config = require('hanare.config')

local M = {}

local WINDOWS = vim.fn.has('win32') == 1

--- The folder of this plugin.
---@return string
local function root()
  local here = debug.getinfo(1, 'S').source:sub(2)
  return vim.fs.dirname(vim.fs.dirname(vim.fs.dirname(vim.fs.normalize(here))))
end

---@param environment string
---@return string
local function script(environment)
  return WINDOWS and environment .. '/Scripts/hanare.exe' or environment .. '/bin/hanare'
end

--- The command that `hanare editors install nvim` has left: that of the environment it ran in.
---@return string[]?
local function recorded()
  local file = io.open(root() .. '/server.json')
  if not file then
    return nil
  end
  local ok, command = pcall(vim.json.decode, file:read('*a'))
  file:close()
  local whole = ok and type(command) == 'table' and type(command[1]) == 'string'
  return whole and vim.fn.executable(command[1]) == 1 and command or nil
end

---@param file string
---@return boolean
local function is_program(file)
  local about = vim.uv.fs_stat(file)
  return about ~= nil and about.type == 'file' and vim.fn.executable(file) == 1
end

---@param folder string
---@return boolean
local function is_absolute(folder)
  -- `/bin` is on Windows a folder of whichever drive is the current one.
  return folder:find(WINDOWS and '^%a:[/\\]' or '^/') ~= nil
end

--- What is on the search path, best first. Entries that are relative to the current directory, the
--- workspace, are left out, and so is that directory: a workspace would choose what is run.
---@param name string
---@return string[]
local function on_path(name)
  local endings = { '' }
  if WINDOWS then
    endings = vim.split((vim.env.PATHEXT or '.EXE'):lower(), ';', { trimempty = true })
  end
  local here = vim.fs.normalize(vim.uv.cwd() or '')
  local found = {}
  for _, entry in ipairs(vim.split(vim.env.PATH or '', WINDOWS and ';' or ':')) do
    local folder = vim.fs.normalize(entry)
    if is_absolute(entry) and folder ~= here then
      for _, ending in ipairs(endings) do
        local file = ('%s/%s%s'):format(folder:gsub('/$', ''), name, ending)
        if is_program(file) then
          table.insert(found, file)
        end
      end
    end
  end
  return found
end

--- A Python that has Hanare. `-P` keeps the workspace's own files from being imported.
---@return string[]?
local function module()
  local has = 'import importlib.util as u, sys; sys.exit(u.find_spec("hanare") is None)'
  for _, name in ipairs({ 'python3', 'python' }) do
    for _, python in ipairs(on_path(name)) do
      local started, process = pcall(vim.system, { python, '-P', '-c', has })
      if started and process:wait(5000).code == 0 then
        return { python, '-P', '-m', 'hanare', 'serve' }
      end
    end
  end
end

---@class hanare.Executable
---@field command string[]
---@field origin 'cmd'|'installed'|'bundled'|'path'|'python'

--- The first of: the option `cmd`, the environment that installed the plugin, an environment
--- beside the plugin, the search path, a Python that has the package.
---@return hanare.Executable?
function M.find()
  local chosen = config.options.cmd
  if chosen then
    if vim.fn.executable(chosen[1] or '') == 1 then
      return { command = chosen, origin = 'cmd' }
    end
    return nil -- Another one would not be what the user asked for.
  end
  local installed = recorded()
  if installed then
    return { command = installed, origin = 'installed' }
  end
  for _, folder in ipairs({ root() .. '/venv', root() .. '/.venv' }) do
    if vim.fn.executable(script(folder)) == 1 then
      return { command = { script(folder), 'serve' }, origin = 'bundled' }
    end
  end
  local found = on_path('hanare')[1]
  if found then
    return { command = { found, 'serve' }, origin = 'path' }
  end
  local python = module()
  return python and { command = python, origin = 'python' } or nil
end

return M
