--- `:Hanare` and its subcommands.
local analyze = require('hanare.analyze')
local client = require('hanare.client')
local explain = require('hanare.explain')
local ghost = require('hanare.ghost')
local messages = require('hanare.messages')
local models = require('hanare.models')
local status = require('hanare.status')
local toggling = require('hanare.toggling')

local M = {}

---@class hanare.Subcommand
---@field run fun(words: string[], lines?: [integer, integer])
---@field words? string[] what may follow

---@param part hanare.Part
local function accept(part)
  return function()
    if not ghost.accept(part) and not vim.fn.mode():find('^i') then
      messages.warn('insert_mode')
    end
  end
end

---@param kind 'docstring'|'name'|'test'
local function write(kind)
  return function(_, lines)
    explain.write(kind, lines)
  end
end

local function open_log()
  vim.cmd.tabedit(vim.fn.fnameescape(vim.lsp.log.get_filename()))
  vim.bo.autoread = true
  vim.cmd('normal! G')
end

--- Run the server's own check in a terminal, beside Neovim's.
local function doctor()
  local found = require('hanare.executable').find()
  if not found then
    vim.cmd.checkhealth('hanare')
    return
  end
  local command = vim.list_slice(found.command)
  if command[#command] == 'serve' then
    table.remove(command)
  end
  vim.cmd('botright new')
  table.insert(command, 'doctor')
  if vim.fn.has('nvim-0.11') == 1 then
    vim.fn.jobstart(command, { term = true })
  else
    vim.fn.termopen(command)
  end
end

---@type table<string, hanare.Subcommand>
M.subcommands = {
  complete = { run = ghost.complete },
  next = {
    run = function()
      ghost.choose(1)
    end,
  },
  prev = {
    run = function()
      ghost.choose(-1)
    end,
  },
  accept = { run = accept('all') },
  accept_word = { run = accept('word') },
  accept_line = { run = accept('line') },
  dismiss = {
    run = function()
      ghost.dismiss()
    end,
  },
  toggle = {
    words = { 'global', 'language', 'file' },
    run = function(words)
      toggling.toggle(words[1])
    end,
  },
  explain = {
    words = { 'selection', 'symbol', 'file', 'finding', 'diagnostic' },
    run = function(words, lines)
      explain.explain(words[1], lines)
    end,
  },
  ask = {
    run = function(words, lines)
      explain.ask(table.concat(words, ' '), lines)
    end,
  },
  docstring = { run = write('docstring') },
  name = { run = write('name') },
  test = { run = write('test') },
  fix = {
    run = function()
      vim.lsp.buf.code_action({ context = { only = { 'quickfix' }, diagnostics = {} } })
    end,
  },
  analyze = {
    words = { 'file', 'workspace', 'cancel' },
    run = function(words)
      local scope = words[1] or 'file'
      if scope == 'cancel' then
        analyze.cancel()
      elseif scope == 'file' or scope == 'workspace' then
        analyze.analyze(scope)
      else
        messages.warn('unknown', 'analyze ' .. scope)
      end
    end,
  },
  report = { run = analyze.report },
  models = { run = models.choose },
  why = { run = ghost.why },
  log = { run = open_log },
  restart = { run = client.restart },
  stop = { run = client.stop },
  status = {
    run = function()
      vim.notify(status.text(), vim.log.levels.INFO)
    end,
  },
  doctor = { run = doctor },
}

---@param arguments vim.api.keyset.create_user_command.command_args
function M.run(arguments)
  local words = vim.list_slice(arguments.fargs)
  local name = table.remove(words, 1) or 'status'
  local subcommand = M.subcommands[name]
  if not subcommand then
    messages.warn('unknown', name)
    return
  end
  subcommand.run(words, arguments.range > 0 and { arguments.line1, arguments.line2 } or nil)
end

---@param beginning string
---@param line string
---@return string[]
function M.complete(beginning, line)
  local words = vim.split(line:gsub('^.-Hanare%s*', ''), '%s+')
  local choices = {}
  if #words <= 1 then
    choices = vim.tbl_keys(M.subcommands)
    table.sort(choices)
  elseif #words == 2 and M.subcommands[words[1]] then
    choices = M.subcommands[words[1]].words or {}
  end
  return vim.tbl_filter(function(choice)
    return vim.startswith(choice, beginning)
  end, choices)
end

return M
