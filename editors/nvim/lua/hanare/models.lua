--- Choosing the model.
local client = require('hanare.client')
local messages = require('hanare.messages')
local status = require('hanare.status')

local M = {}

---@class hanare.Model
---@field id string
---@field name string
---@field licence string
---@field bytes integer
---@field installed boolean
---@field chosen boolean
---@field recommended boolean
---@field why string

---@param model hanare.Model
---@return string
local function line(model)
  local words = { messages.say(model.installed and 'installed' or 'not_installed') }
  if model.chosen then
    table.insert(words, messages.say('in_use'))
  end
  if model.recommended then
    table.insert(words, messages.say('recommended'))
  end
  local size = model.bytes > 0 and ('%.2f GB'):format(model.bytes / 1e9) or '?'
  return ('%s · %s · %s · %s'):format(model.name, size, model.licence, table.concat(words, ', '))
end

---@param model? hanare.Model
local function choose(model)
  if not model then
    return
  end
  if not model.installed then
    messages.warn('model_absent', model.id, model.id)
    return
  end
  client.configure(function(settings)
    settings.model = vim.tbl_extend('force', settings.model or {}, { id = model.id })
    settings.model.path = nil -- a file of the user's own would be used instead
  end)
  status.set_model(model.id)
  messages.tell('model_chosen', model.id)
end

--- Let the user choose among the models of the catalogue, those that are installed first.
function M.choose()
  client.command('hanare.models', nil, function(failure, models)
    if failure then
      messages.warn('failed', failure.message)
      return
    end
    local sorted = {}
    for _, wanted in ipairs({ true, false }) do
      for _, model in ipairs(models) do
        if model.installed == wanted then
          table.insert(sorted, model)
        end
      end
    end
    vim.ui.select(sorted, { prompt = messages.say('choose_model'), format_item = line }, choose)
  end)
end

return M
