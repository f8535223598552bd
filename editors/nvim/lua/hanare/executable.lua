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

--- What is on the search path. Windows looks into the current directory first, which is the
--- workspace: what is found there is not taken.
---@param name string
---@return string?
local function on_path(name)
  local found = vim.fs.normalize(vim.fn.exepath(name))
  if found == '' or vim.fs.dirname(found) == vim.fs.normalize(vim.uv.cwd() or '') then
    return nil
  end
  return found
end

--- A Python that has Hanare. `-P` keeps the workspace's own files from being imported.
---@return string[]?
local function module()
  for _, name in ipairs({ 'python3', 'python' }) do
    local python = on_path(name)
    if python then
      local has = 'import importlib.util as u, sys; sys.exit(u.find_spec("hanare") is None)'
      local done = vim.system({ python, '-P', '-c', has }):wait(5000)
      if done.code == 0 then
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
  local found = on_path('hanare')
  if found then
    return { command = { found, 'serve' }, origin = 'path' }
  end
  local python = module()
  return python and { command = python, origin = 'python' } or nil
end

return M
