--- The security analysis of a file or the workspace: findings in the quickfix list, and a report.
local client = require('hanare.client')
local messages = require('hanare.messages')
local progress = require('hanare.progress')
local resting = require('hanare.resting')

local M = {}

local KINDS = { 'E', 'W', 'I', 'N' } -- of the quickfix list, by LSP's severity

---@type string? the last report, a file: URI
local report
---@type fun()?
local cancel

---@param text string
local function echo(text)
  vim.api.nvim_echo({ { text } }, false, {})
end

---@param result table
---@param encoding string
---@return table[] items of the quickfix list
local function items(result, encoding)
  local found = {}
  for _, file in ipairs(result.files) do
    local locations = vim.tbl_map(function(each)
      return { uri = file.uri, range = each.range, about = each }
    end, file.diagnostics)
    for _, item in ipairs(vim.lsp.util.locations_to_items(locations, encoding)) do
      local about = item.user_data.about
      item.text = about.code and ('%s [%s]'):format(about.message, about.code) or about.message
      item.type = KINDS[about.severity or 1]
      item.user_data = nil
      table.insert(found, item)
    end
  end
  for _, file in ipairs(result.notAnalysed) do
    local text = messages.say('not_analysed', file.reason)
    table.insert(
      found,
      { filename = vim.uri_to_fname(file.uri), lnum = 1, text = text, type = 'W' }
    )
  end
  return found
end

--- Open the quickfix list. The cursor stays where it is.
local function open_list()
  local window = vim.api.nvim_get_current_win()
  vim.cmd('botright copen')
  vim.api.nvim_set_current_win(window)
end

---@param result table
local function take(result)
  local running = client.get()
  local found = items(result, running and running.offset_encoding or 'utf-16')
  vim.fn.setqflist({}, ' ', { title = messages.say('quickfix_title'), items = found })
  report = vim.startswith(result.report, 'file:') and result.report or nil
  local unseen = #result.notAnalysed
  messages.tell('analysed', #found - unseen, result.analysed, unseen)
  if #found > 0 then
    resting.wait('analyze', open_list)
  end
end

--- Analyse, with progress in the message line.
---@param scope 'file'|'workspace'
function M.analyze(scope)
  local argument = { scope = scope }
  if scope == 'file' then
    if vim.api.nvim_buf_get_name(0) == '' then
      messages.warn('not_served')
      return
    end
    argument.uri = vim.uri_from_bufnr(0)
  end
  echo(messages.say('analysing'))
  local token, finish = progress.follow(function(value)
    if value.percentage then
      echo(messages.say('analysing_percent', value.percentage))
    end
  end)
  local ended = false
  local cancel_ours ---@type fun()?
  local cancel_this = client.command('hanare.analyze', argument, function(failure, result)
    finish()
    echo('')
    ended = true
    if cancel == cancel_ours then -- and not that of a later analysis
      cancel = nil
    end
    if failure then
      messages.warn('failed', failure.message)
    else
      take(result)
    end
  end, { workDoneToken = token })
  if not ended then
    cancel_ours = function()
      cancel = nil
      finish()
      cancel_this()
      echo('')
      messages.tell('analysis_cancelled')
    end
    cancel = cancel_ours
  end
end

--- Cancel the analysis that is running.
function M.cancel()
  if cancel then
    cancel()
  else
    messages.warn('nothing_to_cancel')
  end
end

--- Open the last report with the system's program for HTML.
function M.report()
  if not report then
    messages.warn('no_report')
    return
  end
  local path = vim.uri_to_fname(report)
  local _, failure = vim.ui.open(path)
  if failure then
    messages.warn('not_opened', path, failure)
  end
end

return M
