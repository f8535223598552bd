--- `:checkhealth hanare`: what is there, and what to do about what is not.
local client = require('hanare.client')
local config = require('hanare.config')
local executable = require('hanare.executable')
local keys = require('hanare.keys')
local messages = require('hanare.messages')

local M = {}

local ANSWER_MS = 3000
local VERSION_MS = 20000
local TIMED_OUT = 124 -- vim.system's exit code of what it has ended

local function check_neovim()
  vim.health.start('Neovim')
  if vim.fn.has('nvim-0.10') == 1 then
    vim.health.ok(messages.say('health_nvim', tostring(vim.version())))
  else
    vim.health.error(messages.say('health_nvim_old'), { messages.say('health_nvim_advice') })
  end
  if require('hanare').is_set_up then
    vim.health.ok(messages.say('health_setup'))
  else
    vim.health.error(messages.say('health_no_setup'), { messages.say('health_setup_advice') })
  end
end

local function check_executable()
  vim.health.start('hanare')
  local found = executable.find()
  if not found then
    local chosen = config.options.cmd
    vim.health.error(
      chosen and messages.say('cmd_missing', table.concat(chosen, ' ')) or messages.say('missing')
    )
    return
  end
  vim.health.info(messages.say('health_origin_' .. found.origin))
  local command = vim.list_slice(found.command)
  if command[#command] == 'serve' then
    table.remove(command)
  end
  table.insert(command, '--version')
  local whole = table.concat(found.command, ' ')
  local ok, done = pcall(function()
    return vim.system(command, { text = true }):wait(VERSION_MS)
  end)
  if ok and done.code == 0 then
    vim.health.ok(messages.say('health_version', vim.trim(done.stdout), whole))
  else
    local cause = ok and vim.trim(done.stderr or '') or tostring(done)
    if ok and done.code == TIMED_OUT then
      cause = messages.say('health_no_end', VERSION_MS / 1000)
    end
    vim.health.error(
      messages.say('health_no_version', whole, cause),
      { messages.say('health_repair') }
    )
  end
end

---@param running vim.lsp.Client
local function check_server(running)
  vim.health.ok(messages.say('health_attached', #vim.tbl_keys(running.attached_buffers)))
  if client.suggests then
    vim.health.ok(messages.say('health_capability'))
  else
    vim.health.error(
      messages.say('health_no_capability'),
      { messages.say('health_version_advice') }
    )
  end
  local status
  client.request('hanare/status', vim.empty_dict(), function(_, result)
    status = result
  end)
  vim.wait(ANSWER_MS, function()
    return status ~= nil
  end, 10)
  if not status then
    vim.health.error(messages.say('health_silent'), { messages.say('health_state_advice') })
    return
  end
  local engine = status.engine
  if engine.error then
    local cause = messages.say('health_engine', engine.error)
    vim.health.error(cause, { messages.say('health_engine_advice') })
  else
    local model = require('hanare.status').get().model
    vim.health.ok(messages.say('health_model', model ~= '' and model or '-', engine.state))
  end
  for _, problem in ipairs(status.problems) do
    vim.health.warn(
      messages.say('health_problem', problem),
      { messages.say('health_problem_advice') }
    )
  end
end

local function check_key()
  local key = (config.options.keys or {}).accept
  if key ~= '<Tab>' then
    return
  end
  local owned = false
  for buffer in pairs((client.get() or { attached_buffers = {} }).attached_buffers) do
    owned = owned
      or vim.api.nvim_buf_call(buffer, function()
        return keys.is_ours(key)
      end)
  end
  if owned then
    vim.health.ok(messages.say('health_tab'))
  else
    vim.health.warn(messages.say('health_tab_taken'), { messages.say('health_tab_advice') })
  end
end

function M.check()
  check_neovim()
  check_executable()
  vim.health.start(messages.say('explain_title') .. ' LSP')
  local running = client.get()
  if running then
    check_server(running)
    check_key()
  else
    local advice = { messages.say('health_state_advice') }
    vim.health.warn(messages.say('health_state', client.state), advice)
  end
end

return M
