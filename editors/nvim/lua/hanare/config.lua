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

local TYPES = {
  cmd = 'table',
  filetypes = 'table',
  excluded_filetypes = 'table',
  root_markers = 'table',
  language = 'string',
  settings = 'table',
  ghost = 'table',
  keys = { 'table', 'boolean' },
  explain = 'table',
}

--- Take over options. What is unknown or of the wrong type is an error that names it.
---@param options? hanare.Options
function M.set(options)
  options = options or {}
  for name, value in pairs(options) do
    local wanted = TYPES[name]
    if not wanted then
      error(("hanare: unknown option '%s'; see :help hanare-options"):format(name), 0)
    end
    local allowed = type(wanted) == 'table' and wanted or { wanted }
    if not vim.tbl_contains(allowed, type(value)) then
      error(("hanare: option '%s' must be a %s"):format(name, table.concat(allowed, ' or ')), 0)
    end
  end
  M.options = vim.tbl_deep_extend('force', vim.deepcopy(defaults), options)
  if options.keys == false or options.keys == true then
    M.options.keys = options.keys and vim.deepcopy(defaults.keys) or {}
  end
end

return M
