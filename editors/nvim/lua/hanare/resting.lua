--- What must not happen under the fingers of who is typing: it waits for normal mode.
local M = {}

--- Act once normal mode is reached, which may be at once.
---@param name string of what waits; the latest of a name replaces those before
---@param act fun()
function M.wait(name, act)
  local group = vim.api.nvim_create_augroup('hanare.resting.' .. name, {})
  if vim.api.nvim_get_mode().mode == 'n' then
    act()
    return
  end
  vim.api.nvim_create_autocmd('ModeChanged', {
    group = group,
    pattern = '*:n',
    once = true,
    callback = vim.schedule_wrap(function()
      M.wait(name, act) -- typing may go on before this is called
    end),
  })
end

return M
