--- `$/progress` under tokens of our own; all others are Neovim's.
local client = require('hanare.client')

local M = {}

---@type table<string, fun(value: table)>
local followed = {}
local last = 0

client.handlers['$/progress'] = function(failure, params, context)
  local follow = followed[params.token]
  if follow then
    follow(params.value)
  else
    vim.lsp.handlers['$/progress'](failure, params, context)
  end
end

--- Follow what is reported under a new token, until `finish`.
---@param report fun(value: table)
---@return string token
---@return fun() finish
function M.follow(report)
  last = last + 1
  local token = ('hanare-nvim-%d'):format(last)
  followed[token] = report
  return token, function()
    followed[token] = nil
  end
end

return M
