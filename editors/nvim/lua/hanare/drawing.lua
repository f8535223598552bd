--- Draws ghost text by an extmark: the first line at the cursor, the others below it.
local M = {}

local namespace = vim.api.nvim_create_namespace('hanare.ghost')

vim.api.nvim_set_hl(0, 'HanareGhost', { link = 'NonText', default = true })
vim.api.nvim_set_hl(0, 'HanareGhostHint', { link = 'Special', default = true })

--- Tabs as the blanks they look like: virtual text shows them as `^I`.
---@param text string
---@param column integer where it begins on the screen
---@return string
local function expanded(text, column)
  local result = text
  while result:find('\t', 1, true) do
    local before, after = result:match('^([^\t]*)\t(.*)$')
    local at = column + vim.fn.strdisplaywidth(before, column)
    result = before .. (' '):rep(vim.fn.strdisplaywidth('\t', at)) .. after
  end
  return result
end

---@param buffer integer
function M.clear(buffer)
  if vim.api.nvim_buf_is_valid(buffer) then
    vim.api.nvim_buf_clear_namespace(buffer, namespace, 0, -1)
  end
end

---@class hanare.Drawn
---@field text string
---@field row integer
---@field col integer in bytes
---@field drops integer bytes behind the cursor that the text replaces
---@field only_first boolean whether lines below would be hidden by a menu
---@field hint? string

--- How many of the lines below the cursor's are not on the screen.
---@param drawn hanare.Drawn
---@param below integer
---@return integer
local function hidden(drawn, below)
  local room = vim.api.nvim_win_get_height(0) - vim.fn.winline()
  return drawn.only_first and below or math.max(0, below - room)
end

--- Show ghost text in the current window, in the place of what was shown before.
---@param buffer integer
---@param drawn hanare.Drawn
function M.show(buffer, drawn)
  M.clear(buffer)
  local lines = vim.split(drawn.text, '\n', { plain = true })
  local line = vim.api.nvim_buf_get_lines(buffer, drawn.row, drawn.row + 1, false)[1] or ''
  local before, behind = line:sub(1, drawn.col), line:sub(drawn.col + 1)
  local column = vim.fn.strdisplaywidth(before)
  local first = expanded(lines[1], column)
  local kept = behind:sub(drawn.drops + 1)

  -- What follows the cursor moves on within one line. Of several lines it belongs behind the
  -- last, so the first covers it; so it does where the text replaces it.
  local covers = behind ~= '' and (#lines > 1 or drawn.drops > 0)
  local chunks = { { first, 'HanareGhost' } }
  if covers then
    if #lines == 1 then
      table.insert(chunks, { expanded(kept, 0), 'Normal' })
    end
    local width = 0
    for _, chunk in ipairs(chunks) do
      width = width + vim.fn.strdisplaywidth(chunk[1])
    end
    local blanks = vim.fn.strdisplaywidth(behind, column) - width
    table.insert(chunks, { (' '):rep(blanks), 'Normal' })
  end

  local below = {}
  if not drawn.only_first then
    for i = 2, #lines do
      below[i - 1] = { { expanded(lines[i], 0), 'HanareGhost' } }
    end
    if #below > 0 and kept ~= '' then
      table.insert(below[#below], { expanded(kept, 0), 'Normal' })
    end
  end
  local unseen = hidden(drawn, #lines - 1)
  if unseen > 0 then
    table.insert(chunks, { (' (+%d)'):format(unseen), 'HanareGhostHint' })
  end
  if drawn.hint then
    table.insert(unseen == 0 and below[#below] or chunks, { drawn.hint, 'HanareGhostHint' })
  end
  vim.api.nvim_buf_set_extmark(buffer, namespace, drawn.row, drawn.col, {
    virt_text = chunks,
    virt_text_pos = covers and 'overlay' or 'inline',
    virt_lines = #below > 0 and below or nil,
    hl_mode = 'combine',
    undo_restore = false,
  })
end

return M
