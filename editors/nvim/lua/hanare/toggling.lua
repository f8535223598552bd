--- Switching suggestions off and on: everywhere, for a language, for a file.
local client = require('hanare.client')
local config = require('hanare.config')
local ghost = require('hanare.ghost')
local messages = require('hanare.messages')

local M = {}

---@return hanare.CompletionSettings
local function completion()
  local settings = config.options.settings
  settings.completion = settings.completion or {}
  return settings.completion
end

---@param name 'enabled'|'disabledLanguages'
---@param snake string the same key as the server also takes it
---@return any
local function own(name, snake)
  local section = completion()
  local value = section[name]
  if value == nil then
    value = section[snake]
  end
  section[snake] = nil
  return value
end

--- Change a setting. What the client sends takes the place of what the user's file says; so where
--- the client has sent nothing, the change starts from what the server has.
---@param name 'enabled'|'disabledLanguages'
---@param snake string
---@param change fun(value: any): any, string, string? the new value, a message and what it is about
local function edit(name, snake, change)
  local function apply(value)
    local changed, message, about = change(value)
    client.configure(function()
      completion()[name] = changed
    end)
    messages.tell(message, about)
  end
  local value = own(name, snake)
  if value ~= nil then
    apply(value)
    return
  end
  client.command('hanare.settings', nil, function(failure, effective)
    if failure then
      messages.warn('failed', failure.message)
      return
    end
    local now = own(name, snake) -- changed again while the server was asked
    if now == nil then
      now = effective['completion.' .. snake]
    end
    apply(now)
  end)
end

---@type table<string, fun()>
M.scopes = {
  global = function()
    edit('enabled', 'enabled', function(on)
      return not on, on and 'disabled' or 'enabled'
    end)
  end,
  language = function()
    local language = client.language_id(vim.bo.filetype)
    if language == '' then
      messages.warn('not_served')
      return
    end
    edit('disabledLanguages', 'disabled_languages', function(languages)
      local kept = vim.tbl_filter(function(each)
        return each ~= language
      end, languages)
      local off = #kept == #languages
      if off then
        table.insert(kept, language)
      end
      return kept, off and 'language_disabled' or 'language_enabled', language
    end)
  end,
  file = function()
    client.command('hanare.pauseDocument', vim.uri_from_bufnr(0), function(failure, paused)
      if failure then
        messages.warn('failed', failure.message)
      elseif paused == nil or paused == vim.NIL then
        messages.warn('not_served')
      else
        messages.tell(paused and 'file_paused' or 'file_resumed')
      end
    end)
  end,
}

--- Switch suggestions off, or on again.
---@param scope? string
function M.toggle(scope)
  scope = scope or 'global'
  local toggle = M.scopes[scope]
  if not toggle then
    messages.warn('unknown', 'toggle ' .. scope)
    return
  end
  ghost.clear()
  toggle()
end

return M
