--- Ghost text: when it is asked for, when it stays, and what becomes of it.
---
--- Neovim 0.12 has `vim.lsp.inline_completion`. It waits 200 ms after each key, keeps showing what
--- the typed text contradicts until the next answer, draws over the text behind the cursor, takes
--- suggestions as a whole only, and minds no completion menu. So this is used on all versions.
local client = require('hanare.client')
local config = require('hanare.config')
local drawing = require('hanare.drawing')
local messages = require('hanare.messages')
local suggestion = require('hanare.suggestion')

local M = {}

local INVOKED, AUTOMATIC = 1, 2
local CURSOR_MS = 200 -- of rest before the server is told where the cursor is

---@class hanare.Shown
---@field buffer integer
---@field items hanare.Suggestion[]
---@field index integer
---@field chosen boolean whether the user is going through them
---@field visible boolean

---@type hanare.Shown?
local shown
---@type fun()?
local cancel
---@type table<string, true> ids of suggestions that were on the screen
local seen = {}
---@type string? the moment of the last request
local asked_at
local cursor_timer = assert(vim.uv.new_timer())

---@return integer buffer, integer row, integer col
local function place()
  local cursor = vim.api.nvim_win_get_cursor(0)
  return vim.api.nvim_get_current_buf(), cursor[1] - 1, cursor[2]
end

--- The text and the cursor's place in it, as something to compare.
---@return string
local function moment()
  local buffer, row, col = place()
  return ('%d %d %d %d'):format(buffer, vim.api.nvim_buf_get_changedtick(buffer), row, col)
end

---@return boolean
local function inserting()
  return vim.fn.mode():find('^i') ~= nil
end

---@return boolean
local function menu_has_selection()
  if vim.fn.pumvisible() == 1 then
    return vim.fn.complete_info({ 'selected' }).selected >= 0
  end
  local other = config.options.ghost.menu_selected
  return other ~= nil and other()
end

local function forget_request()
  if cancel then
    cancel()
    cancel = nil
  end
end

--- Show nothing, and expect nothing.
function M.clear()
  forget_request()
  if shown then
    drawing.clear(shown.buffer)
    shown = nil
  end
  asked_at = nil
end

---@return hanare.Suggestion?
---@return string? left
---@return string? typed
local function current()
  if not shown then
    return nil
  end
  local buffer, row, col = place()
  if buffer ~= shown.buffer then
    return nil
  end
  local item = shown.items[shown.index]
  local left, typed = suggestion.left(item, buffer, row, col)
  return left and item, left, typed
end

--- Draw what is left of the suggestion. One that does not fit any more, or is typed to its end, is
--- dropped.
local function redraw()
  if not shown then
    return
  end
  local item, left = current()
  if not item or not left or left == '' then
    drawing.clear(shown.buffer)
    shown = nil
    return
  end
  shown.visible = not menu_has_selection()
  if not shown.visible then
    drawing.clear(shown.buffer)
    return
  end
  local buffer, row, col = place()
  drawing.show(buffer, {
    text = left,
    row = row,
    col = col,
    drops = item.drops,
    only_first = vim.fn.pumvisible() == 1,
    hint = shown.chosen and (' (%d/%d)'):format(shown.index, #shown.items) or nil,
  })
  if item.id and not seen[item.id] then
    seen[item.id] = true
    client.notify('hanare/didShow', { id = item.id })
  end
end

--- Take what the server has answered while the user goes on typing.
---@param items hanare.Suggestion[]
---@param asked hanare.Asked
local function take_over(items, asked)
  local item, left = current()
  if item and left ~= '' then
    -- What is on the screen stays. Only more of the same replaces it.
    local longer = items[1] and suggestion.left(items[1], place())
    if not longer or #longer <= #left or longer:sub(1, #left) ~= left or shown.chosen then
      return
    end
  end
  shown = #items > 0
      and { buffer = asked.buffer, items = items, index = 1, chosen = false, visible = false }
    or nil
  redraw()
end

--- Take what the user has asked for by hand: what is shown stays first.
---@param items hanare.Suggestion[]
---@param asked hanare.Asked
---@param step integer
local function take_choice(items, asked, step)
  local item, left = current()
  if item and left ~= '' then
    items = vim.tbl_filter(function(other)
      return suggestion.left(other, place()) ~= left
    end, items)
    table.insert(items, 1, item)
  end
  if #items == 0 then
    redraw()
    M.why()
    return
  end
  if #items == 1 and step ~= 0 then
    messages.tell('nothing_more')
  end
  local index = step % #items + 1
  shown =
    { buffer = asked.buffer, items = items, index = index, chosen = #items > 1, visible = false }
  redraw()
end

---@param kind integer
---@param step? integer how many suggestions further
local function ask(kind, step)
  local buffer, row, col = place()
  if not client.is_attached(buffer) then
    return
  end
  forget_request()
  asked_at = moment()
  local running = client.get()
  if not running then
    return
  end
  local encoding = running.offset_encoding
  local asked = {
    buffer = buffer,
    row = row,
    col = col,
    line = vim.api.nvim_get_current_line(),
  }
  local params = vim.lsp.util.make_position_params(0, encoding) --[[@as lsp.InlineCompletionParams]]
  params.context = { triggerKind = kind }
  cancel = client.request('textDocument/inlineCompletion', params, function(failure, answer)
    -- Null says that a newer request is on its way.
    if failure or not answer or not inserting() or vim.api.nvim_get_current_buf() ~= buffer then
      return
    end
    local items = {}
    for _, each in ipairs(answer.items or answer) do
      local read = suggestion.read(each, asked, encoding)
      local left = read and suggestion.left(read, place())
      if left and left ~= '' then
        table.insert(items, read)
      end
    end
    if kind == INVOKED then
      take_choice(items, asked, step or 0)
    else
      take_over(items, asked)
    end
  end, buffer)
end

--- The text or the cursor has changed.
local function update()
  if not inserting() then
    return
  end
  redraw()
  -- Where somebody typed fast and asked by hand, this event comes after that.
  if moment() == asked_at then
    return
  end
  asked_at = moment()
  if config.options.ghost.enabled and not menu_has_selection() then
    ask(AUTOMATIC)
  end
end

--- Ask by hand.
function M.complete()
  if not inserting() then
    messages.warn('insert_mode')
  else
    ask(INVOKED)
  end
end

--- Show another suggestion; the first time they are asked for.
---@param step 1|-1
function M.choose(step)
  if not inserting() then
    messages.warn('insert_mode')
  elseif shown and shown.chosen then
    for _ = 1, #shown.items do
      shown.index = (shown.index - 1 + step) % #shown.items + 1
      if current() then -- and is not contradicted by what was accepted of another
        break
      end
    end
    redraw()
  else
    ask(INVOKED, shown and step or 0)
  end
end

--- Whether ghost text is on the screen at the cursor.
---@return boolean
function M.visible()
  return shown ~= nil
    and shown.visible
    and inserting()
    and current() ~= nil
    and not menu_has_selection()
end

---@return boolean whether there was anything to dismiss
function M.dismiss()
  local was = M.visible()
  forget_request()
  if shown then
    drawing.clear(shown.buffer)
    shown = nil
  end
  return was
end

---@alias hanare.Part 'all'|'word'|'line'

--- Put ghost text into the buffer. Called by `accept` from a key sequence.
---@param part hanare.Part
function M.insert(part)
  local item, left, typed = current()
  if not item or not left or not shown then
    return
  end
  local taken = part == 'word' and suggestion.word(left)
    or part == 'line' and suggestion.line(left)
    or left
  local whole = taken == left
  local buffer, row, col = place()
  local lines = vim.split(taken, '\n', { plain = true })
  vim.api.nvim_buf_set_text(buffer, row, col, row, whole and col + item.drops or col, lines)
  local after = #lines == 1 and col + #taken or #lines[#lines]
  vim.api.nvim_win_set_cursor(0, { row + #lines, after })
  local running = client.get()
  if whole then
    drawing.clear(buffer)
    shown = nil
    if running and item.command then
      local command = item.command
      client.request('workspace/executeCommand', {
        command = command.command,
        arguments = command.arguments,
      }, function() end, buffer)
    end
  else
    redraw()
    if running and item.id then
      local length = suggestion.length(item, typed .. taken, running.offset_encoding)
      client.notify(
        'hanare/didPartiallyAccept',
        { id = item.id, acceptedLength = length, kind = part }
      )
    end
  end
end

--- Accept ghost text, as an undo step of its own.
---@param part? hanare.Part
---@return boolean whether there was any
function M.accept(part)
  if not M.visible() then
    return false
  end
  -- `<C-g>u` ends an undo step; nothing else does so reliably in insert mode.
  local keys = ('<C-g>u<Cmd>lua require("hanare.ghost").insert("%s")<CR><C-g>u'):format(
    part or 'all'
  )
  vim.api.nvim_feedkeys(vim.api.nvim_replace_termcodes(keys, true, false, true), 'ni', false)
  return true
end

--- Say why there was no suggestion.
function M.why()
  local params = { textDocument = { uri = vim.uri_from_bufnr(0) } }
  client.request('hanare/lastReason', params, function(failure, reason)
    if failure then
      messages.warn('failed', failure.message)
    elseif not reason then
      messages.tell('no_request')
    else
      messages.tell('why', reason.explanation[messages.language()], reason.reason)
    end
  end)
end

--- Tell the server where the cursor is once it rests, so that it can read the place meanwhile.
local function tell_cursor()
  cursor_timer:stop()
  cursor_timer:start(
    CURSOR_MS,
    0,
    vim.schedule_wrap(function()
      local running = client.get()
      if running and client.is_attached(vim.api.nvim_get_current_buf()) then
        local here = vim.lsp.util.make_position_params(0, running.offset_encoding)
        client.notify(
          'hanare/didMoveCursor',
          { textDocument = here.textDocument, position = here.position }
        )
      end
    end)
  )
end

--- Begin to show ghost text.
function M.enable()
  local group = vim.api.nvim_create_augroup('hanare.ghost', {})
  local function on(events, callback)
    vim.api.nvim_create_autocmd(events, { group = group, callback = callback })
  end
  on({ 'TextChangedI', 'TextChangedP', 'CursorMovedI' }, update)
  -- Inside this event the mode is still the one before.
  on({ 'InsertEnter' }, vim.schedule_wrap(update))
  -- Inside the menu's own event its selection is not known yet.
  on({ 'CompleteChanged', 'CompleteDone' }, function()
    vim.schedule(function()
      if inserting() then
        redraw()
      end
    end)
  end)
  on({ 'InsertLeave', 'BufLeave', 'WinLeave' }, M.clear)
  -- `<C-c>` leaves insert mode without an `InsertLeave`.
  vim.api.nvim_create_autocmd(
    'ModeChanged',
    { group = group, pattern = 'i*:n', callback = M.clear }
  )
  on({ 'BufEnter', 'InsertEnter', 'CursorMoved' }, tell_cursor)
end

return M
