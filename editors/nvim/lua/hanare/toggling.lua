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
local function read(name, snake)
  local section = completion()
  local value = section[name]
  if value == nil then
    value = section[snake]
  end
  section[snake] = nil
  return value
end

---@type table<string, fun()>
M.scopes = {
  global = function()
    local off = read('enabled', 'enabled') == false
    client.configure(function()
      completion().enabled = off
    end)
    messages.tell(off and 'enabled' or 'disabled')
  end,
  language = function()
    local language = client.language_id(vim.bo.filetype)
    local languages = vim.deepcopy(read('disabledLanguages', 'disabled_languages') or {})
    local kept = vim.tbl_filter(function(each)
      return each ~= language
    end, languages)
    local off = #kept < #languages
    if not off then
      table.insert(kept, language)
    end
    client.configure(function()
      completion().disabledLanguages = kept
    end)
    messages.tell(off and 'language_enabled' or 'language_disabled', language)
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
