--- The one language server: started, restarted, and asked in the right way.
local config = require('hanare.config')
local executable = require('hanare.executable')
local messages = require('hanare.messages')

local M = {}

M.NAME = 'hanare'

---@alias hanare.ClientState 'stopped'|'starting'|'running'|'missing'|'down'

---@type hanare.ClientState
M.state = 'stopped'

--- Whether the server that runs makes suggestions.
M.suggests = false

--- Called after the state has changed.
---@type fun()[]
M.listeners = {}

--- Handlers of notifications, by method; other modules add theirs before the server starts.
---@type table<string, lsp.Handler>
M.handlers = {}

local RESTARTS = 4 -- so many times within
local WITHIN = 180 -- seconds is it started again by itself
local STOP_MS = 3000 -- until a server that does not end is killed

---@type integer?
local client_id
---@type table<integer, true>
local buffers = {}
---@type integer[] when the server ended unasked, in seconds
local deaths = {}
local asked_to_end = false
local start_again = false
local halted = false -- by the user, so that opening a file does not start it

---@class hanare.Waiting
---@field method string
---@field params table
---@field handler lsp.Handler
---@field buffer integer
---@field cancelled boolean
---@field id? integer of the request, once it is sent
---@field client? integer the one that it was sent to

---@type hanare.Waiting[]
local waiting = {}
---@type table<hanare.Waiting, true> what was sent and is not answered
local unanswered = {}

-- Filetypes that LSP calls by another name.
local LANGUAGE_IDS =
  { sh = 'shellscript', bash = 'shellscript', zsh = 'shellscript', cs = 'csharp' }

--- What LSP calls a file type.
---@param filetype string
---@return string
function M.language_id(filetype)
  return LANGUAGE_IDS[filetype] or filetype
end

---@param state hanare.ClientState
local function become(state)
  M.state = state
  for _, listener in ipairs(M.listeners) do
    listener()
  end
end

--- Call a method of a client; before Neovim 0.11 they took no `self`.
---@param client vim.lsp.Client
---@param name string
function M.call(client, name, ...)
  if vim.fn.has('nvim-0.11') == 1 then
    return client[name](client, ...)
  end
  return client[name](...)
end

--- The client, once it can be asked.
---@return vim.lsp.Client?
function M.get()
  local client = client_id and vim.lsp.get_client_by_id(client_id)
  if client and client.initialized and M.state == 'running' then
    return client
  end
end

--- Whether the server knows a buffer.
---@param buffer integer
---@return boolean
function M.is_attached(buffer)
  return client_id ~= nil and vim.lsp.buf_is_attached(buffer, client_id)
end

---@param item hanare.Waiting
---@param message string key of the message
local function fail(item, message)
  local failure = { code = -32002, message = messages.say(message) }
  item.handler(failure, nil, { method = item.method, client_id = item.client or 0 })
end

--- Send a request; it fails where there is no server.
---@param client? vim.lsp.Client
---@param item hanare.Waiting
local function send(client, item)
  local function answer(...)
    unanswered[item] = nil
    if not item.cancelled then
      item.handler(...)
    end
  end
  local sent, id
  if client then
    sent, id = M.call(client, 'request', item.method, item.params, answer, item.buffer)
  end
  if client and sent then
    item.id, item.client = id, client.id
    unanswered[item] = true
  else
    fail(item, 'no_server')
  end
end

--- Fail what a client was asked: Neovim forgets who waits for an answer when a client ends.
---@param id integer
local function fail_unanswered(id)
  local lost = vim.tbl_filter(function(item)
    return item.client == id
  end, vim.tbl_keys(unanswered))
  for _, item in ipairs(lost) do
    unanswered[item] = nil
    fail(item, 'gone')
  end
end

--- Ask the server. While it starts, the request waits for it. Returns what cancels it.
---@param method string
---@param params table
---@param handler lsp.Handler gets an error, too, if there is no server
---@param buffer? integer
---@return fun() cancel
function M.request(method, params, handler, buffer)
  local item = {
    method = method,
    params = params,
    handler = handler,
    buffer = buffer or vim.api.nvim_get_current_buf(),
    cancelled = false,
  }
  if M.state == 'starting' then
    table.insert(waiting, item)
  else
    send(M.get(), item)
  end
  return function()
    item.cancelled = true
    if unanswered[item] then
      unanswered[item] = nil
      local asked = vim.lsp.get_client_by_id(item.client)
      if asked then
        M.call(asked, 'cancel_request', item.id)
      end
    end
  end
end

--- Run a command of the server.
---@param name string
---@param argument? any its only argument
---@param handler lsp.Handler
---@param extra? table more parameters, e.g. `workDoneToken`
---@return fun() cancel
function M.command(name, argument, handler, extra)
  local params = vim.tbl_extend('force', { command = name, arguments = { argument } }, extra or {})
  return M.request('workspace/executeCommand', params, handler)
end

---@param method string
---@param params table
function M.notify(method, params)
  local client = M.get()
  if client then
    M.call(client, 'notify', method, params)
  end
end

--- The user's settings as they are sent: an empty table would be taken for a list.
---@return table
local function sent_settings()
  local sections = vim.empty_dict()
  for name, section in pairs(config.options.settings) do
    sections[name] = next(section) and section or nil
  end
  return { [M.NAME] = sections }
end

--- Change settings of the running server, and of those to come.
---@param change fun(settings: hanare.Settings)
function M.configure(change)
  change(config.options.settings)
  local client = M.get()
  if client then
    client.settings = sent_settings()
    M.notify('workspace/didChangeConfiguration', { settings = client.settings })
  end
end

---@return lsp.ClientCapabilities
local function capabilities()
  local result = vim.lsp.protocol.make_client_capabilities()
  result.textDocument.inlineCompletion = { dynamicRegistration = false }
  result.experimental = { hanare = { status = true } }
  return result
end

local function flush()
  local items = waiting
  waiting = {}
  local client = M.get()
  for _, item in ipairs(items) do
    if not item.cancelled then
      send(client, item)
    end
  end
end

local function give_up(state, message, level)
  become(state)
  flush()
  vim.notify(message, level)
end

---@param code integer
---@param signal integer
local function start_after_death(code, signal)
  local now = os.time()
  deaths = vim.tbl_filter(function(at)
    return now - at < WITHIN
  end, deaths)
  table.insert(deaths, now)
  local cause = signal ~= 0 and ('signal %d'):format(signal) or ('exit code %d'):format(code)
  if #deaths > RESTARTS then
    give_up('down', messages.say('down', cause), vim.log.levels.ERROR)
    return
  end
  vim.notify(messages.say('again', cause), vim.log.levels.WARN)
  M.start()
end

---@param id integer of the client
---@param code integer
---@param signal integer
local function ended(id, code, signal)
  client_id = nil
  fail_unanswered(id)
  if asked_to_end then
    asked_to_end = false
    if start_again then
      start_again = false
      M.start()
      return
    end
  elseif code ~= 0 or signal ~= 0 or M.state ~= 'running' then
    start_after_death(code, signal)
    return
  end
  become('stopped') -- by us, or by Neovim's own means
  flush()
end

--- Let one server serve all folders: a second one would hold the model in memory again.
---@param client vim.lsp.Client
---@param folder string
local function add_folder(client, folder)
  local uri = vim.uri_from_fname(folder)
  for _, known in ipairs(client.workspace_folders or {}) do
    if known.uri == uri then
      return
    end
  end
  local added = { uri = uri, name = folder }
  client.workspace_folders = vim.list_extend(client.workspace_folders or {}, { added })
  local event = { event = { added = { added }, removed = {} } }
  M.call(client, 'notify', 'workspace/didChangeWorkspaceFolders', event)
end

---@param buffer integer
---@param command string[]
local function launch(buffer, command)
  local options = config.options
  local root = vim.fs.root(buffer, options.root_markers)
  local id
  id = vim.lsp.start({
    name = M.NAME,
    cmd = command,
    root_dir = root,
    workspace_folders = root and { { uri = vim.uri_from_fname(root), name = root } } or nil,
    capabilities = capabilities(),
    settings = sent_settings(),
    init_options = sent_settings()[M.NAME],
    handlers = M.handlers,
    get_language_id = function(_, filetype)
      return M.language_id(filetype)
    end,
    before_init = function(params)
      params.locale = messages.language()
    end,
    on_init = function(client)
      client_id = client.id
      M.suggests = client.server_capabilities.inlineCompletionProvider ~= nil
      -- Neovim would show ghost text of its own beside ours, whenever it is told to for all servers.
      client.server_capabilities.inlineCompletionProvider = nil
      become('running')
      for each in pairs(buffers) do
        local folder = vim.fs.root(each, options.root_markers)
        if folder then
          add_folder(client, folder)
        end
      end
      flush()
    end,
    on_exit = vim.schedule_wrap(function(code, signal, ended_id)
      if ended_id == id or ended_id == client_id then
        ended(ended_id, code, signal)
      end
    end),
  }, {
    bufnr = buffer,
    reuse_client = function(client, wanted)
      local ours = client.name == M.NAME
        and client.id == client_id
        and not M.call(client, 'is_stopped')
      if ours and wanted.root_dir and client.initialized then
        add_folder(client, wanted.root_dir)
      end
      return ours
    end,
  })
  client_id = id
  return id
end

---@param buffer integer
---@return boolean
local function is_served(buffer)
  local options, type_ = config.options, vim.bo[buffer].filetype
  local name = vim.api.nvim_buf_get_name(buffer)
  if vim.bo[buffer].buftype ~= '' or type_ == '' or name == '' or name:find('^%w+://') then
    return false
  end
  if options.filetypes then
    return vim.tbl_contains(options.filetypes, type_)
  end
  return not vim.tbl_contains(options.excluded_filetypes, type_)
end

--- Serve a buffer, if it is one to be served; starts the server if there is none.
---@param buffer integer
function M.attach(buffer)
  if not vim.api.nvim_buf_is_loaded(buffer) or not is_served(buffer) then
    return
  end
  buffers[buffer] = true
  if M.state == 'stopped' and not halted then
    M.start()
  elseif (M.state == 'running' or M.state == 'starting') and not asked_to_end then
    local client = client_id and vim.lsp.get_client_by_id(client_id)
    if client and not M.call(client, 'is_stopped') then -- by whoever else stops servers
      launch(buffer, {})
    end
  end
end

--- Start the server for all buffers that are to be served.
function M.start()
  local served = vim.tbl_filter(vim.api.nvim_buf_is_loaded, vim.tbl_keys(buffers))
  if #served == 0 then
    become('stopped')
    return
  end
  local found = executable.find()
  if not found then
    local chosen = config.options.cmd
    local text = chosen and messages.say('cmd_missing', table.concat(chosen, ' '))
      or messages.say('missing')
    give_up('missing', text, vim.log.levels.ERROR)
    return
  end
  become('starting')
  for _, buffer in ipairs(served) do
    if not launch(buffer, found.command) then
      give_up('down', messages.say('not_started', found.command[1]), vim.log.levels.ERROR)
      return
    end
  end
end

--- End the server. It stays ended until `restart`.
function M.stop()
  halted = true
  start_again = false
  local client = client_id and vim.lsp.get_client_by_id(client_id)
  if not client then
    become('stopped')
    return
  end
  if asked_to_end then
    return -- Neovim would kill a client that is told so twice.
  end
  asked_to_end = true
  local id = client.id
  M.call(client, 'stop')
  vim.defer_fn(function()
    local still = vim.lsp.get_client_by_id(id)
    if still then
      M.call(still, 'stop', true)
    end
  end, STOP_MS)
end

--- End the server and start it again. What is asked meanwhile waits for the new one.
function M.restart()
  deaths = {}
  for _, buffer in ipairs(vim.api.nvim_list_bufs()) do
    if vim.api.nvim_buf_is_loaded(buffer) and is_served(buffer) then
      buffers[buffer] = true
    end
  end
  if client_id and vim.lsp.get_client_by_id(client_id) then
    M.stop()
    start_again = true
    become('starting')
  else
    M.start()
  end
  halted = false
end

--- Keep to the buffers that are opened from now on, and take those that are open.
function M.enable()
  local group = vim.api.nvim_create_augroup('hanare.client', {})
  -- A buffer may have a file type before it has a name.
  vim.api.nvim_create_autocmd({ 'FileType', 'BufFilePost' }, {
    group = group,
    callback = function(event)
      M.attach(event.buf)
    end,
  })
  vim.api.nvim_create_autocmd('BufUnload', {
    group = group,
    callback = function(event)
      buffers[event.buf] = nil
    end,
  })
  vim.api.nvim_create_autocmd('VimLeavePre', {
    group = group,
    callback = function()
      asked_to_end = true
    end,
  })
  for _, buffer in ipairs(vim.api.nvim_list_bufs()) do
    M.attach(buffer)
  end
end

return M
