--- One suggestion, and what of it is left once the user has typed some. Nothing is drawn here.
local M = {}

---@class hanare.Suggestion
---@field id? string by which the server counts it
---@field command? lsp.Command to be run once it is accepted
---@field row integer of its range, 0-based
---@field col integer where its range begins, in bytes
---@field body string what is to stand between the range's start and what follows the cursor
---@field behind string what followed the cursor on its line when it was asked for
---@field drops integer how many bytes of that it replaces
---@field carriage boolean whether the server ends lines by `\r\n`

---@class hanare.Asked
---@field buffer integer
---@field row integer of the cursor, 0-based
---@field col integer in bytes
---@field line string the cursor's line

-- Since then these functions take the encoding's name.
local CURRENT = vim.fn.has('nvim-0.11') == 1

---@param line string
---@param character integer in the client's units
---@param encoding string
---@return integer bytes
local function to_bytes(line, character, encoding)
  if encoding == 'utf-8' then
    return math.min(character, #line)
  end
  if CURRENT then
    return vim.str_byteindex(line, encoding, character, false)
  end
  local ok, bytes = pcall(vim.str_byteindex, line, character, encoding == 'utf-16')
  return ok and bytes or #line
end

---@param text string
---@param encoding string
---@return integer units
local function units(text, encoding)
  if encoding == 'utf-8' then
    return #text
  end
  if CURRENT then
    return vim.str_utfindex(text, encoding)
  end
  local utf32, utf16 = vim.str_utfindex(text)
  return encoding == 'utf-16' and utf16 or utf32
end

--- Read an item of an answer. Nil if it is none that can be shown at the cursor.
---@param item lsp.InlineCompletionItem
---@param asked hanare.Asked
---@param encoding string
---@return hanare.Suggestion?
function M.read(item, asked, encoding)
  local text = item.insertText
  if type(text) ~= 'string' then
    return nil -- A snippet; the server sends none.
  end
  local first, last = asked.col, asked.col
  local range = item.range
  if range then
    if range.start.line ~= asked.row or range['end'].line ~= asked.row then
      return nil
    end
    first = to_bytes(asked.line, range.start.character, encoding)
    last = to_bytes(asked.line, range['end'].character, encoding)
  end
  if first > asked.col or last < asked.col then
    return nil
  end
  local carriage = text:find('\r\n', 1, true) ~= nil
  text = text:gsub('\r\n', '\n')
  local typed = asked.line:sub(first + 1, asked.col)
  local rest = asked.line:sub(asked.col + 1, last)
  if text:sub(1, #typed) ~= typed then
    return nil
  end
  -- The server repeats what stands behind the cursor, so that every client can show it.
  local repeats = #text >= #typed + #rest and text:sub(#text - #rest + 1) == rest
  local command = item.command
  return {
    id = command and command.arguments and command.arguments[1],
    command = command,
    row = asked.row,
    col = first,
    body = repeats and text:sub(1, #text - #rest) or text,
    behind = asked.line:sub(asked.col + 1),
    drops = repeats and 0 or #rest,
    carriage = carriage,
  }
end

--- What is left where closing brackets or quotes were put behind the cursor meanwhile: plugins that
--- pair them do so while the user types an opening one.
---@param left string
---@param closers string
---@return string?
local function without_closers(left, closers)
  local paired = closers:find('^[%)%]}>"\'`]*$') and vim.endswith(left, closers)
  return paired and left:sub(1, #left - #closers) or nil
end

--- What is left of a suggestion with the cursor at a place, and what was typed of it. Nil if the
--- text is not a beginning of it any more.
---@param suggestion hanare.Suggestion
---@param buffer integer
---@param row integer
---@param col integer
---@return string? left
---@return string? typed
function M.left(suggestion, buffer, row, col)
  if row < suggestion.row or (row == suggestion.row and col < suggestion.col) then
    return nil
  end
  if row - suggestion.row > select(2, suggestion.body:gsub('\n', '')) then
    return nil
  end
  local lines = vim.api.nvim_buf_get_lines(buffer, suggestion.row, row + 1, false)
  local last = lines[#lines]
  local behind = last and last:sub(col + 1)
  if not behind or not vim.endswith(behind, suggestion.behind) then
    return nil
  end
  lines[#lines] = last:sub(1, col)
  lines[1] = lines[1]:sub(suggestion.col + 1)
  local typed = table.concat(lines, '\n')
  if suggestion.body:sub(1, #typed) ~= typed then
    return nil
  end
  local closers = behind:sub(1, #behind - #suggestion.behind)
  return without_closers(suggestion.body:sub(#typed + 1), closers), typed
end

--- The length of a beginning of a suggestion as the server counts it.
---@param suggestion hanare.Suggestion
---@param beginning string
---@param encoding string
---@return integer
function M.length(suggestion, beginning, encoding)
  if suggestion.carriage then
    beginning = beginning:gsub('\n', '\r\n')
  end
  return units(beginning, encoding)
end

--- The first word of a text, with the blanks before it. A word is what Vim's `w` moves over, so
--- kanji and hiragana are words of their own.
---@param text string
---@return string
function M.word(text)
  local blanks = text:match('^%s*')
  local size, class = #blanks, nil
  for _, char in ipairs(vim.fn.split(text:sub(size + 1), '\\zs')) do
    local this = vim.fn.charclass(char)
    class = class or this
    if this ~= class or char:find('^%s') then
      break
    end
    size = size + #char
  end
  return text:sub(1, size)
end

--- The first line of a text that says something, without what ends it.
---@param text string
---@return string
function M.line(text)
  local start = text:match('^%s*\n') or ''
  return start .. text:sub(#start + 1):match('^[^\n]*')
end

return M
