--- Explanations by the local model, shown while they are written.
local client = require('hanare.client')
local config = require('hanare.config')
local messages = require('hanare.messages')
local progress = require('hanare.progress')
local resting = require('hanare.resting')
local view = require('hanare.view')

local M = {}

local EXPLAIN = 'hanare.explain'

---@class hanare.Place
---@field buffer integer
---@field range lsp.Range
---@field selected boolean

--- The selection, if there is one, else the cursor.
---@param lines? [integer, integer] the range of an Ex command, 1-based
---@return hanare.Place
local function where(lines)
  local buffer, encoding = vim.api.nvim_get_current_buf(), 'utf-16'
  local running = client.get()
  encoding = running and running.offset_encoding or encoding
  local mode = vim.fn.mode()
  local first, last
  if mode:find('^[vV\22]') then
    first, last = vim.fn.getpos('v'), vim.fn.getpos('.')
    vim.api.nvim_feedkeys(vim.keycode('<Esc>'), 'nx', false)
  elseif lines then
    first, last, mode = vim.fn.getpos("'<"), vim.fn.getpos("'>"), vim.fn.visualmode()
    if first[2] ~= lines[1] or last[2] ~= lines[2] then
      first, last, mode = { 0, lines[1], 1, 0 }, { 0, lines[2], 1, 0 }, 'V'
    end
  else
    local at = vim.lsp.util.make_position_params(0, encoding).position
    return { buffer = buffer, range = { start = at, ['end'] = at }, selected = false }
  end
  if first[2] > last[2] or (first[2] == last[2] and first[3] > last[3]) then
    first, last = last, first
  end
  local start_col, end_col = first[3] - 1, last[3] - 1
  if mode == 'V' then
    local text = vim.api.nvim_buf_get_lines(buffer, last[2] - 1, last[2], false)[1] or ''
    start_col, end_col = 0, math.max(#text - 1, 0)
  end
  local params = vim.lsp.util.make_given_range_params(
    { first[2], start_col },
    { last[2], end_col },
    buffer,
    encoding
  )
  return { buffer = buffer, range = params.range, selected = true }
end

--- The diagnostic at the cursor, or else the first one on its line.
---@param ours boolean
---@return vim.Diagnostic?
local function diagnostic(ours)
  local row, col = vim.api.nvim_win_get_cursor(0)[1] - 1, vim.api.nvim_win_get_cursor(0)[2]
  local found
  for _, each in ipairs(vim.diagnostic.get(0, { lnum = row })) do
    if (each.source == client.NAME) == ours then
      if each.col <= col and col < (each.end_lnum == row and each.end_col or math.huge) then
        return each
      end
      found = found or each
    end
  end
  return found
end

---@param each vim.Diagnostic
---@param place hanare.Place
---@return lsp.Range
local function range_of(each, place)
  local sent = vim.tbl_get(each, 'user_data', 'lsp', 'range')
  return sent or place.range
end

--- Offer a change of the document; nothing is changed without the user's word.
---@param edit lsp.WorkspaceEdit
---@param place hanare.Place
---@param tick integer
local function offer(edit, place, tick)
  vim.ui.select({ 'yes', 'no' }, {
    prompt = messages.say('insert_edit'),
    format_item = messages.say,
  }, function(choice)
    if choice ~= 'yes' then
      return
    end
    local running = client.get()
    local valid = vim.api.nvim_buf_is_valid(place.buffer)
    if not running or not valid or vim.api.nvim_buf_get_changedtick(place.buffer) ~= tick then
      messages.warn('edit_outdated')
      return
    end
    vim.lsp.util.apply_workspace_edit(edit, running.offset_encoding)
  end)
end

--- The notes that the text does not hold already, and whether it is complete.
---@param result table
---@return string
local function whole(result)
  local parts = { result.markdown }
  local notes = vim.tbl_filter(function(note)
    return not result.markdown:find(note, 1, true)
  end, result.notes or {})
  if #notes > 0 then
    table.insert(parts, '- ' .. table.concat(notes, '\n- '))
  end
  if result.finished == false then
    table.insert(parts, messages.say('unfinished'))
  end
  return table.concat(parts, '\n\n')
end

--- Ask the server and show what it writes.
---@param argument table
---@param place hanare.Place
local function show(argument, place)
  local tick = vim.api.nvim_buf_get_changedtick(place.buffer)
  local cancel, finish ---@type fun(), fun()
  local answered = false
  local shown = view.open(function()
    finish()
    if not answered then
      cancel()
    end
  end)
  shown:replace(messages.say('explaining'))
  local begun = false
  local token
  token, finish = progress.follow(function(value)
    if value.kind ~= EXPLAIN then
      return
    end
    if value.replace or not begun then
      begun = true
      shown:replace(value.replace or '')
    end
    if value.append then
      shown:append(value.append)
    end
  end)
  argument.stream = token
  argument.language = config.options.language
  cancel = client.command(EXPLAIN, argument, function(failure, result)
    answered = true
    finish()
    if shown.closed then
      return
    end
    if failure then
      if begun then
        shown:append('\n\n' .. failure.message)
      else
        shown:replace(failure.message)
      end
      return
    end
    shown:replace(whole(result))
    shown.code = result.code or ''
    if type(result.edit) == 'table' then
      resting.wait('explain', function()
        vim.cmd.redraw() -- so that what is offered is on the screen
        offer(result.edit, place, tick)
      end)
    end
  end)
end

---@param kind string
---@param lines? [integer, integer]
---@param more? table
local function ask(kind, lines, more)
  local place = where(lines)
  if not client.is_attached(place.buffer) and client.state == 'running' then
    messages.warn('not_served')
    return
  end
  local argument = { kind = kind, uri = vim.uri_from_bufnr(place.buffer), range = place.range }
  show(vim.tbl_extend('force', argument, more or {}), place)
end

---@type table<string, fun(lines?: [integer, integer])>
M.kinds = {
  selection = function(lines)
    if not lines and not vim.fn.mode():find('^[vV\22]') then
      messages.warn('nothing_selected')
      return
    end
    ask('selection', lines)
  end,
  symbol = function()
    ask('symbol')
  end,
  file = function()
    ask('file')
  end,
  finding = function()
    local found = diagnostic(true)
    if not found then
      messages.warn('no_finding')
      return
    end
    local place = where()
    ask('finding', nil, { rule = tostring(found.code), range = range_of(found, place) })
  end,
  diagnostic = function()
    local found = diagnostic(false)
    if not found then
      messages.warn('no_diagnostic')
      return
    end
    local place = where()
    ask('diagnostic', nil, { text = found.message, range = range_of(found, place) })
  end,
}

--- Explain what was named, or what is there: the selection, else a finding on the line, else the
--- symbol at the cursor.
---@param kind? string
---@param lines? [integer, integer]
function M.explain(kind, lines)
  if not kind then
    local selected = lines or vim.fn.mode():find('^[vV\22]')
    kind = selected and 'selection' or diagnostic(true) and 'finding' or 'symbol'
  end
  local explain = M.kinds[kind]
  if explain then
    explain(lines)
  else
    messages.warn('unknown', 'explain ' .. kind)
  end
end

--- Write a docstring, a name or a test for what the cursor is in.
---@param kind 'docstring'|'name'|'test'
---@param lines? [integer, integer]
function M.write(kind, lines)
  ask(kind, lines)
end

--- Answer a question about the selection, or the code at the cursor.
---@param question string
---@param lines? [integer, integer]
function M.ask(question, lines)
  if question ~= '' then
    ask('question', lines, { question = question })
    return
  end
  vim.ui.input({ prompt = messages.say('ask_prompt') }, function(typed)
    if typed and typed ~= '' then
      ask('question', lines, { question = typed })
    end
  end)
end

return M
