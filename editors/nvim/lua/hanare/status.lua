--- What the server is doing, for a status line.
local client = require('hanare.client')
local messages = require('hanare.messages')

local M = {}

---@class hanare.Status
---@field state 'stopped'|'starting'|'loading'|'ready'|'disabled'|'paused'|'missing'|'down'|'engine_down'
---@field percent? integer of the model that is loaded
---@field model string its id; empty while it is not known
---@field reason string how the last request of this document ended, if it ended without a suggestion

local SHOWN = { shown = true, cached = true }

---@type table the last `hanare/didChangeStatus`
local announced = {}
---@type integer?
local percent
local model = '' -- that the settings name
local default = '' -- that of the catalogue, where they name none

local function changed()
  vim.api.nvim_exec_autocmds('User', { pattern = 'HanareStatus', modeline = false })
  vim.cmd.redrawstatus()
end

--- Ask for what is not announced: the model, and how far it is loaded.
local function inquire()
  if not client.get() then
    return
  end
  client.request('hanare/status', vim.empty_dict(), function(failure, status)
    if failure or not status then
      return
    end
    model = status.model
    percent = status.engine.percent
    changed()
  end)
end

--- Ask which model stands for the catalogue's default, where the settings name none.
local function inquire_default()
  client.command('hanare.models', nil, function(_, models)
    for _, each in ipairs(type(models) == 'table' and models or {}) do
      if each.chosen then
        default = each.id
        changed()
      end
    end
  end)
end

client.handlers['hanare/didChangeStatus'] = function(_, params)
  local before = announced.engine
  announced = params
  if params.engine ~= before then
    percent = nil
    inquire()
  end
  changed()
end

table.insert(client.listeners, function()
  if client.state ~= 'running' then
    announced, percent, model, default = {}, nil, '', ''
  else
    inquire()
    inquire_default()
  end
  changed()
end)

--- The model has been changed by the user.
---@param id string
function M.set_model(id)
  model = id
  changed()
end

---@return hanare.Status
function M.get()
  local result = { state = client.state, model = model ~= '' and model or default, reason = '' }
  if client.state ~= 'running' then
    return result
  end
  local uri = vim.uri_from_bufnr(0)
  if announced.document == uri then
    local reason = type(announced.reason) == 'string' and announced.reason or ''
    result.reason = SHOWN[reason:match('^[^:]*')] and '' or reason
  end
  if announced.engine == 'broken' or announced.state == 'failed' then
    result.state = 'engine_down'
  elseif announced.state == 'off' then
    result.state = 'disabled'
  elseif vim.tbl_contains(announced.paused or {}, uri) then
    result.state = 'paused'
  elseif announced.engine == 'starting' then
    result.state, result.percent = 'loading', percent
  else
    result.state = 'ready'
  end
  return result
end

--- One short line for a status line.
---@return string
function M.text()
  local status = M.get()
  local text
  if status.state == 'loading' then
    text = messages.say('status_loading', status.percent or 0)
  elseif status.state == 'ready' and status.model ~= '' then
    text = messages.say('status_model', status.model)
  else
    text = messages.say('status_' .. status.state)
  end
  return status.reason ~= '' and ('%s (%s)'):format(text, status.reason) or text
end

--- Follow the loading of the model, whose percentage is not announced.
function M.enable()
  vim.api.nvim_create_autocmd('LspProgress', {
    group = vim.api.nvim_create_augroup('hanare.status', {}),
    callback = function(event)
      local running = client.get()
      if running and event.data.client_id == running.id and announced.engine == 'starting' then
        inquire()
      end
    end,
  })
end

return M
