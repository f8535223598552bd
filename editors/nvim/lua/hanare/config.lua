--- What the user has chosen in `require('hanare').setup{}`.
local M = {}

---@class hanare.Keys
---@field accept? string|false Takes the whole ghost text; falls through where there is none.
---@field accept_word? string|false
---@field accept_line? string|false
---@field next? string|false
---@field prev? string|false
---@field dismiss? string|false
---@field complete? string|false Asks by hand; works without ghost text.

---@class hanare.GhostOptions
---@field enabled? boolean Whether ghost text is shown while typing.
---@field menu_selected? fun(): boolean Says whether a completion menu that is not Neovim's own has a
--- selected item: ghost text is hidden meanwhile.

---@class hanare.ExplainOptions
---@field view? 'float'|'split'|'vsplit'

---@class hanare.Options
---@field cmd? string[] How the server is started, e.g. `{ '/opt/hanare/bin/hanare', 'serve' }`.
---@field filetypes? string[] Unset for every file type that is not excluded.
---@field excluded_filetypes? string[]
---@field root_markers? string[]
---@field language? 'en'|'ja' Of messages and explanations; unset for Neovim's own.
---@field settings? hanare.Settings What the server is told; see `:help hanare-settings`.
---@field ghost? hanare.GhostOptions
---@field keys? hanare.Keys|false
---@field explain? hanare.ExplainOptions

---@type hanare.Options
local defaults = {
  excluded_filetypes = { 'checkhealth', 'gitcommit', 'gitrebase', 'help', 'man', 'qf' },
  root_markers = { '.hanare.toml', '.git' },
  settings = {},
  ghost = { enabled = true },
  keys = {
    accept = '<Tab>',
    accept_word = '<M-w>',
    accept_line = '<M-l>',
    next = '<M-]>',
    prev = '<M-[>',
    dismiss = '<C-]>',
    complete = [[<M-\>]],
  },
  explain = { view = 'float' },
}

---@type hanare.Options
M.options = vim.deepcopy(defaults)

---@class hanare.Expected
---@field [1] string a type
---@field other? any a value that is taken, too
---@field choices? string[]
---@field each? string the type of each value of a list or table
---@field parts? table<string, hanare.Expected> of a table whose keys are known

---@type hanare.Expected
local KEY = { 'string', other = false }
---@type table<string, hanare.Expected>
local EXPECTED = {
  cmd = { 'table', each = 'string' },
  filetypes = { 'table', each = 'string' },
  excluded_filetypes = { 'table', each = 'string' },
  root_markers = { 'table', each = 'string' },
  language = { 'string', choices = { 'en', 'ja' } },
  settings = { 'table', each = 'table' },
  ghost = { 'table', parts = { enabled = { 'boolean' }, menu_selected = { 'function' } } },
  keys = { 'table', other = false, parts = vim.tbl_map(function()
    return KEY
  end, defaults.keys) },
  explain = {
    'table',
    parts = { view = { 'string', choices = { 'float', 'split', 'vsplit' } } },
  },
}

---@param given table
---@param expected table<string, hanare.Expected>
---@param path string of the table, with a dot behind it, or empty
local function check(given, expected, path)
  for key, value in pairs(given) do
    local name, wanted = path .. key, expected[key]
    local function must(what)
      error(("hanare: option '%s' must be %s; see :help hanare-options"):format(name, what), 0)
    end
    if not wanted then
      error(("hanare: unknown option '%s'; see :help hanare-options"):format(name), 0)
    end
    if wanted.other == nil or value ~= wanted.other then
      if type(value) ~= wanted[1] then
        local other = wanted.other ~= nil and (' or %s'):format(wanted.other) or ''
        must(('a %s%s'):format(wanted[1], other))
      end
      if wanted.choices and not vim.tbl_contains(wanted.choices, value) then
        must("'" .. table.concat(wanted.choices, "' or '") .. "'")
      end
      for _, each in pairs(wanted.each and value or {}) do
        if type(each) ~= wanted.each then
          must(('a table of %ss'):format(wanted.each))
        end
      end
      if wanted.parts then
        check(value, wanted.parts, name .. '.')
      end
    end
  end
end

--- Take over options. What is unknown or of the wrong type is an error that names it.
---@param options? hanare.Options
function M.set(options)
  options = options or {}
  check(options, EXPECTED, '')
  M.options = vim.tbl_deep_extend('force', vim.deepcopy(defaults), options)
  if options.keys == false then
    M.options.keys = {}
  end
end

return M
