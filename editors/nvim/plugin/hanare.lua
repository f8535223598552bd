-- Defines the command only; everything else is loaded when it is used.
if vim.g.loaded_hanare then
  return
end
vim.g.loaded_hanare = true

vim.api.nvim_create_user_command('Hanare', function(arguments)
  require('hanare.commands').run(arguments)
end, {
  nargs = '*',
  range = true,
  desc = 'Hanare: an offline coding assistant',
  complete = function(beginning, line)
    return require('hanare.commands').complete(beginning, line)
  end,
})
