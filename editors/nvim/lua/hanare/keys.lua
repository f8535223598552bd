--- Keys that act on ghost text, and do what they did before where there is none.
local client = require('hanare.client')
local config = require('hanare.config')
local ghost = require('hanare.ghost')

local M = {}

local MARK = 'hanare: '

---@param keys string
---@return string
local function codes(keys)
  return vim.api.nvim_replace_termcodes(keys, true, true, true)
end

-- The byte that begins a key code: as it is in text, and where codes are expected.
local BYTE, ESCAPED = '\128', '\128\254X'

--- The keys that a mapping stands for. Key codes are in them; whether they are text otherwise, whose
--- bytes are to be escaped, is told, too.
---@param map table
---@return string keys
---@return boolean is_text
local function keys_of(map)
  if map.expr ~= 1 then
    return codes(map.rhs or ''), false
  end
  local result
  if map.callback then
    result = map.callback()
  else
    -- As Vim evaluates it: with the codes of `"\<Left>"` in it.
    result = vim.api.nvim_eval((codes(map.rhs):gsub(ESCAPED, BYTE)))
  end
  result = type(result) == 'string' and result or ''
  if map.replace_keycodes == 1 then
    return codes(result), false
  end
  return result, true
end

--- Do what a mapping says.
---@param map table as `nvim_get_keymap` returns it
local function run(map)
  if map.callback and map.expr ~= 1 then
    map.callback()
    return
  end
  local keys, is_text = keys_of(map)
  local key = codes(map.lhs)
  if map.noremap == 1 then
    vim.api.nvim_feedkeys(keys, 'ni', is_text)
  elseif vim.startswith(keys, key) then
    -- Mapped again it would come back to us. Vim does not map a key at the beginning again, either.
    vim.api.nvim_feedkeys(keys:sub(#key + 1), 'mi', is_text)
    vim.api.nvim_feedkeys(key, 'ni', false) -- `i`: goes before what was fed first
  else
    vim.api.nvim_feedkeys(keys, 'mi', is_text)
  end
end

---@param key string
---@param buffer integer
---@return table? map that is not one of ours
local function other_mapping(key, buffer)
  local function search(maps)
    for _, map in ipairs(maps) do
      local same = codes(map.lhs) == codes(key) or map.lhsraw == codes(key)
      if same and not vim.startswith(map.desc or '', MARK) then
        return map
      end
    end
  end
  return search(vim.api.nvim_buf_get_keymap(buffer, 'i')) or search(vim.api.nvim_get_keymap('i'))
end

--- Mappings of buffers that ours took the place of, by buffer and key.
---@type table<integer, table<string, table>>
local replaced = {}

--- The keys that do what an unmapped key does. A key with Alt is two keys then, but Neovim takes it
--- apart only where it is typed.
---@param key string
---@return string
local function unmapped(key)
  return codes((key:gsub('^<[MmAa]%-(.)>$', '<Esc>%1')))
end

---@param buffer integer
---@param name string
---@param key string
---@param act fun(): boolean whether there was something to do
local function map(buffer, name, key, act)
  -- A mapping of this buffer is about to be replaced; a global one is looked up when it is needed.
  local kept = replaced[buffer] or {}
  replaced[buffer] = kept
  for _, each in ipairs(vim.api.nvim_buf_get_keymap(buffer, 'i')) do
    if codes(each.lhs) == codes(key) and not vim.startswith(each.desc or '', MARK) then
      kept[key] = each
    end
  end
  vim.keymap.set('i', key, function()
    if act() then
      return
    end
    local before = kept[key] or other_mapping(key, buffer)
    if before then
      run(before)
    else
      vim.api.nvim_feedkeys(unmapped(key), 'ni', false)
    end
  end, { buffer = buffer, desc = MARK .. name })
end

--- Take our mappings away, and put back what they replaced.
---@param buffer integer
local function unmap_all(buffer)
  for _, each in ipairs(vim.api.nvim_buf_get_keymap(buffer, 'i')) do
    if vim.startswith(each.desc or '', MARK) then
      vim.keymap.del('i', each.lhs, { buffer = buffer })
    end
  end
  vim.api.nvim_buf_call(buffer, function()
    for _, each in pairs(replaced[buffer] or {}) do
      vim.fn.mapset('i', false, each)
    end
  end)
  replaced[buffer] = nil
end

--- Whether a key of this buffer is ours.
---@param key string
---@return boolean
function M.is_ours(key)
  return vim.startswith(vim.fn.maparg(key, 'i', false, true).desc or '', MARK)
end

---@type table<string, fun(): boolean>
local ACTIONS = {
  accept = function()
    return ghost.accept('all')
  end,
  accept_word = function()
    return ghost.accept('word')
  end,
  accept_line = function()
    return ghost.accept('line')
  end,
  dismiss = ghost.dismiss,
  next = function()
    return ghost.visible() and (ghost.choose(1) or true)
  end,
  prev = function()
    return ghost.visible() and (ghost.choose(-1) or true)
  end,
  complete = function()
    ghost.complete()
    return true
  end,
}

---@param buffer integer
local function map_all(buffer)
  if not vim.api.nvim_buf_is_valid(buffer) then
    return
  end
  for name, key in pairs(config.options.keys or {}) do
    if key then
      map(buffer, name, key, ACTIONS[name])
    end
  end
end

--- Map the keys in every buffer that the server serves.
function M.enable()
  vim.api.nvim_create_autocmd('LspAttach', {
    group = vim.api.nvim_create_augroup('hanare.keys', {}),
    callback = function(event)
      local attached = vim.lsp.get_client_by_id(event.data.client_id)
      if attached and attached.name == client.NAME then
        -- Behind the mappings that the file type brings: a server that runs is attached before
        -- them.
        vim.schedule(function()
          map_all(event.buf)
        end)
      end
    end,
  })
  for _, buffer in ipairs(vim.api.nvim_list_bufs()) do
    if client.is_attached(buffer) then -- they have the keys of an earlier setup
      unmap_all(buffer)
      map_all(buffer)
    end
  end
end

return M
