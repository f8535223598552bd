--- Hanare: an offline coding assistant. This is its thin client; all else is in the server.
---
--- ```lua
--- require('hanare').setup({})
--- ```
local M = {}

--- Whether `setup` was called.
M.is_set_up = false

--- Start: serve the files that are open, and those to come.
---@param options? hanare.Options
function M.setup(options)
  require('hanare.config').set(options)
  -- In this order: the others add their handlers to the client before it starts.
  for _, name in ipairs({ 'progress', 'status', 'ghost', 'keys', 'client' }) do
    local module = require('hanare.' .. name)
    if module.enable then
      module.enable()
    end
  end
  M.is_set_up = true
end

--- One short line for a status line: loading, ready with the model, paused, down, and the reason
--- of an empty answer. `User HanareStatus` is triggered when it has changed.
---@return string
function M.statusline()
  return require('hanare.status').text()
end

--- The same as data.
---@return hanare.Status
function M.status()
  return require('hanare.status').get()
end

--- Accept ghost text, e.g. in a mapping of your own.
---@param part? hanare.Part
---@return boolean whether there was any
function M.accept(part)
  return require('hanare.ghost').accept(part)
end

--- Whether ghost text is on the screen.
---@return boolean
function M.visible()
  return require('hanare.ghost').visible()
end

return M
