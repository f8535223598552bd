--- What is said to the user, in English and Japanese.
local config = require('hanare.config')
local japanese = require('hanare.japanese')

local M = {}

---@alias hanare.Language 'en'|'ja'

---@type table<string, string>
M.en = {
  missing = 'Hanare: the command `hanare` was not found. Install Hanare (see its README), then '
    .. "put it on the search path or set `cmd` in require('hanare').setup{}; :checkhealth hanare helps.",
  cmd_missing = 'Hanare: `%s` cannot be run. Correct `cmd` in require("hanare").setup{}.',
  not_started = 'Hanare: `%s` could not be started; :Hanare log says why.',
  no_server = 'Hanare is not running; :Hanare restart starts it.',
  gone = 'The server has ended before it was done; ask again.',
  again = 'Hanare: the server has ended (%s) and is started again.',
  down = 'Hanare: the server ends again and again (%s). :Hanare log says why, :Hanare restart tries '
    .. 'once more.',
  unknown = 'Hanare: there is no `%s`. Type :Hanare and press <Tab> to see what there is.',
  insert_mode = 'Hanare: ghost text is there in insert mode only.',
  nothing_more = 'Hanare: there is no other suggestion here.',
  no_request = 'Hanare: nothing was asked yet.',
  why = 'Hanare: %s (%s)',
  enabled = 'Hanare: suggestions are on.',
  disabled = 'Hanare: suggestions are off until they are switched on again or Neovim ends.',
  language_enabled = 'Hanare: suggestions are on for %s.',
  language_disabled = 'Hanare: suggestions are off for %s.',
  file_paused = 'Hanare: suggestions are paused in this file.',
  file_resumed = 'Hanare: suggestions are on in this file again.',
  not_served = 'Hanare does not serve this buffer: it has no file name or no file type, or its file '
    .. 'type is excluded.',
  nothing_selected = 'Hanare: select some code first.',
  no_finding = 'Hanare: there is no finding of Hanare at the cursor.',
  no_diagnostic = 'Hanare: there is no diagnostic at the cursor.',
  ask_prompt = 'Ask about this code: ',
  failed = 'Hanare: %s',
  explaining = '*Working …*',
  explain_title = 'Hanare',
  explain_keys = 'q closes · y copies the code',
  unfinished = '*The answer is not complete.*',
  nothing_to_copy = 'Hanare: there is no code to copy.',
  copied = 'Hanare: the code is in the register %s.',
  insert_edit = 'Insert this into the file?',
  yes = 'Yes',
  no = 'No',
  edit_outdated = 'Hanare: the file has changed meanwhile; nothing was inserted.',
  analysing = 'Hanare: analysing …',
  analysing_percent = 'Hanare: analysing … %d %%',
  analysed = 'Hanare: %d findings in %d files analysed; %d not analysed.',
  analysis_cancelled = 'Hanare: the analysis was cancelled.',
  nothing_to_cancel = 'Hanare: no analysis is running.',
  not_analysed = 'not analysed: %s',
  quickfix_title = 'Hanare: findings',
  no_report = 'Hanare: there is no report yet; :Hanare analyze writes one.',
  not_opened = 'Hanare: %s cannot be opened: %s',
  choose_model = 'Hanare: which model?',
  model_chosen = 'Hanare: the model is %s now.',
  model_absent = 'Hanare: %s is not installed. `hanare models pull %s` fetches it.',
  installed = 'installed',
  not_installed = 'not installed',
  recommended = 'recommended',
  in_use = 'in use',
  status_stopped = 'Hanare: off',
  status_starting = 'Hanare: starting',
  status_loading = 'Hanare: loading %d %%',
  status_missing = 'Hanare: not installed',
  status_down = 'Hanare: down',
  status_engine_down = 'Hanare: engine down',
  status_disabled = 'Hanare: disabled',
  status_paused = 'Hanare: paused',
  status_ready = 'Hanare: ready',
  status_model = 'Hanare: %s',
  health_version = '%s, started as `%s`',
  health_origin_cmd = 'found by the option `cmd`',
  health_origin_installed = 'the environment that installed this plugin',
  health_origin_bundled = 'the environment beside this plugin',
  health_origin_path = 'found on the search path',
  health_origin_python = 'found as a Python package',
  health_no_version = '`%s --version` fails: %s',
  health_no_end = 'it had not ended after %d seconds',
  health_repair = 'Install Hanare again into that environment.',
  health_nvim = 'Neovim %s',
  health_nvim_old = 'Neovim 0.10 or newer is needed.',
  health_nvim_advice = 'Update Neovim.',
  health_setup = "require('hanare').setup{} was called",
  health_no_setup = "require('hanare').setup{} was not called",
  health_setup_advice = "Add require('hanare').setup{} to your init.lua.",
  health_attached = 'the server runs and serves %d buffers',
  health_state = 'the server does not run: %s',
  health_state_advice = 'Open a file and wait a moment. Then :Hanare restart, and look at :Hanare log.',
  health_capability = 'the server offers ghost text',
  health_no_capability = 'the server offers no ghost text',
  health_version_advice = 'Update Hanare: this server is older than the plugin.',
  health_silent = 'the server does not answer within 3 seconds',
  health_model = 'model: %s; engine: %s',
  health_engine = 'the model cannot be run: %s',
  health_engine_advice = '`hanare models list` shows what is installed, `hanare models pull` fetches '
    .. 'the default model.',
  health_problem = 'settings: %s',
  health_problem_advice = 'Correct `settings` in setup{}, or the file that is named.',
  health_tab = '<Tab> accepts ghost text',
  health_tab_taken = '<Tab> is mapped in this buffer by something else',
  health_tab_advice = "Choose another key: setup{ keys = { accept = '<C-y>' } }.",
}

---@type table<string, string>
M.ja = {}
for key, english in pairs(M.en) do
  M.ja[key] = japanese[english]
end

--- The language of messages: the option, else that of Neovim's menus and messages.
---@return hanare.Language
function M.language()
  if config.options.language then
    return config.options.language == 'ja' and 'ja' or 'en'
  end
  local menus = vim.o.langmenu
  local name = menus ~= '' and menus ~= 'none' and menus or vim.v.lang
  if name == '' or name == 'C' or name == 'POSIX' or name:find('^C%.') then
    name = vim.env.LC_ALL or vim.env.LC_MESSAGES or vim.env.LANG or ''
  end
  return name:lower():find('^ja') and 'ja' or 'en'
end

--- A message in the user's language, its slots filled.
---@param key string
---@return string
function M.say(key, ...)
  local text = assert(M[M.language()][key], key)
  return select('#', ...) > 0 and text:format(...) or (text:gsub('%%%%', '%%'))
end

---@param key string
function M.tell(key, ...)
  vim.notify(M.say(key, ...), vim.log.levels.INFO)
end

---@param key string
function M.warn(key, ...)
  vim.notify(M.say(key, ...), vim.log.levels.WARN)
end

return M
