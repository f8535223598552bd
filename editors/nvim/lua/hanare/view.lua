--- A window with Markdown that is still being written.
local config = require('hanare.config')
local messages = require('hanare.messages')

local M = {}

---@class hanare.View
---@field buffer integer
---@field window integer
---@field most_lines? integer of a floating window, which grows with its text
---@field code string what `y` copies
---@field closed boolean
local View = {}
View.__index = View

local FEWEST_LINES = 3

---@param buffer integer
---@return integer window
---@return integer? most_lines
local function open_window(buffer)
  local kind = config.options.explain.view
  if kind == 'split' or kind == 'vsplit' then
    vim.cmd(kind == 'split' and 'botright split' or 'botright vsplit')
    vim.api.nvim_win_set_buf(0, buffer)
    return vim.api.nvim_get_current_win()
  end
  local width = math.max(20, math.min(90, vim.o.columns - 6))
  local most = math.max(FEWEST_LINES, math.min(24, vim.o.lines - 8))
  local window = vim.api.nvim_open_win(buffer, true, {
    relative = 'editor',
    row = math.floor((vim.o.lines - most) / 2) - 1,
    col = math.floor((vim.o.columns - width) / 2) - 1,
    width = width,
    height = FEWEST_LINES,
    style = 'minimal',
    border = 'rounded',
    title = (' %s '):format(messages.say('explain_title')),
    footer = (' %s '):format(messages.say('explain_keys')),
    footer_pos = 'right',
  })
  return window, most
end

--- Open a window. `on_close` is called once, however it is closed.
---@param on_close fun()
---@return hanare.View
function M.open(on_close)
  vim.cmd.stopinsert() -- the window's keys are those of normal mode
  local buffer = vim.api.nvim_create_buf(false, true)
  vim.bo[buffer].bufhidden = 'wipe'
  local window, most_lines = open_window(buffer)
  local view = setmetatable({
    buffer = buffer,
    window = window,
    most_lines = most_lines,
    code = '',
    closed = false,
  }, View)
  vim.bo[buffer].filetype = 'markdown'
  vim.bo[buffer].modifiable = false
  local options =
    { wrap = true, linebreak = true, conceallevel = 2, number = false, signcolumn = 'no' }
  for name, value in pairs(options) do
    vim.api.nvim_set_option_value(name, value, { win = window, scope = 'local' })
  end
  vim.api.nvim_create_autocmd('BufWipeout', {
    buffer = buffer,
    once = true,
    callback = function()
      view.closed = true
      on_close()
    end,
  })
  local function map(key, act)
    vim.keymap.set('n', key, act, { buffer = buffer, nowait = true })
  end
  map('q', function()
    view:close()
  end)
  map('y', function()
    view:copy()
  end)
  return view
end

function View:close()
  if not self.closed then
    vim.api.nvim_buf_delete(self.buffer, { force = true })
  end
end

--- Put the code of the answer into a register: the system's clipboard where there is one.
function View:copy()
  if self.code == '' then
    messages.warn('nothing_to_copy')
    return
  end
  local register = vim.fn.has('clipboard') == 1 and '+' or '"'
  vim.fn.setreg(register, self.code)
  messages.tell('copied', register)
end

--- Follow the end of the text, unless the user has moved away from it.
---@param change fun()
function View:write(change)
  if self.closed then
    return
  end
  local last = vim.api.nvim_buf_line_count(self.buffer)
  local valid = vim.api.nvim_win_is_valid(self.window)
  local follows = valid and vim.api.nvim_win_get_cursor(self.window)[1] == last
  vim.bo[self.buffer].modifiable = true
  change()
  vim.bo[self.buffer].modifiable = false
  if valid and self.most_lines then
    local needed = vim.api.nvim_win_text_height(self.window, {}).all
    local height = math.max(FEWEST_LINES, math.min(self.most_lines, needed))
    vim.api.nvim_win_set_height(self.window, height)
  end
  if follows then
    vim.api.nvim_win_set_cursor(self.window, { vim.api.nvim_buf_line_count(self.buffer), 0 })
  end
end

---@param text string
function View:append(text)
  self:write(function()
    local count = vim.api.nvim_buf_line_count(self.buffer)
    local last = vim.api.nvim_buf_get_lines(self.buffer, count - 1, count, false)[1]
    local lines = vim.split(last .. text, '\n', { plain = true })
    vim.api.nvim_buf_set_lines(self.buffer, count - 1, count, false, lines)
  end)
end

---@param text string
function View:replace(text)
  self:write(function()
    vim.api.nvim_buf_set_lines(self.buffer, 0, -1, false, vim.split(text, '\n', { plain = true }))
  end)
end

return M
