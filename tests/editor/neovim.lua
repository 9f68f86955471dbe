-- Drives `heard lsp` in the real Neovim, from 0.7 on: nvim --headless -u NONE -S tests/editor/neovim.lua
-- HEARD is the program, ROOT the repository. Prints one line of JSON with what was seen.

local root = vim.env.ROOT
local seen = {}

local function wait(what, is_there)
  if not vim.wait(20000, is_there, 1) then
    io.stderr:write('waited in vain for ' .. what .. '\n')
    vim.cmd('cquit 1')
  end
end

local function find(words)
  for number, line in ipairs(vim.api.nvim_buf_get_lines(0, 0, -1, false)) do
    local column = line:find(words, 1, true)
    if column then
      return number, column - 1
    end
  end
  error('no `' .. words .. '` here')
end

local function go_to(words)
  vim.api.nvim_win_set_cursor(0, { find(words) })
end

local function set_line(words, text)
  local number = find(words)
  vim.api.nvim_buf_set_lines(0, number - 1, number, false, { text })
end

local function codes()
  return vim.tbl_map(function(diagnostic)
    return diagnostic.code or diagnostic.user_data.lsp.code
  end, vim.diagnostic.get(0))
end

local client = vim.lsp.start_client({
  name = 'heard',
  cmd = { vim.env.HEARD, '--today', '2026-06-01', 'lsp' },
  root_dir = root,
  -- The default waits 150 ms for more to be typed.
  flags = { debounce_text_changes = 0 },
})
local function open(path)
  vim.cmd('edit ' .. root .. '/' .. path)
  vim.lsp.buf_attach_client(0, client)
end

open('decisions/0001-page.md')
wait('the server', function()
  return vim.lsp.get_client_by_id(client).initialized
end)

-- A finding appears with the change.
local milliseconds = {}
for day = 21, 29 do
  set_line('date:', 'date: ' .. day .. '.5.2026')
  local start = vim.loop.hrtime()
  wait('a finding', function()
    local found = vim.diagnostic.get(0)[1]
    return found and found.message:find('`' .. day .. '.5.2026`', 1, true)
  end)
  table.insert(milliseconds, (vim.loop.hrtime() - start) / 1e6)
end
table.sort(milliseconds)
seen.finding = codes()
seen.milliseconds = milliseconds[5]

-- The fix is applied, and the finding goes.
vim.ui.select = function(items, _, choose)
  choose(items[1], 1)
end
go_to('29.5.2026')
vim.lsp.buf.code_action()
wait('the fix', function()
  return #codes() == 0
end)
seen.fixed = vim.api.nvim_buf_get_lines(0, 2, 3, false)[1]

-- A person is completed.
set_line('  - "Ines Roy"', '  - "Sam')
vim.api.nvim_win_set_cursor(0, { find('"Sam'), 7 })
local function items()
  local at = vim.lsp.util.make_position_params(0, 'utf-16')
  at.position.character = 8
  local answers = vim.lsp.buf_request_sync(0, 'textDocument/completion', at, 20000)
  return answers[client].result.items
end
local item = items()[1]
vim.lsp.util.apply_text_edits({ item.textEdit }, 0, 'utf-16')
seen.completed = vim.api.nvim_buf_get_lines(0, find('Sam') - 1, find('Sam'), false)[1]
set_line('Sam Okafor', '  - "Ines Roy"')

-- Jumps to the decision that is linked, and back in it to who is named.
go_to('0002')
vim.lsp.buf.definition()
wait('the other decision', function()
  return vim.api.nvim_buf_get_name(0):find('0002-other.md', 1, true)
end)
seen.jumped = vim.api.nvim_get_current_line()

-- The lens of a file of code.
vim.cmd('silent wall')
open('infra/paging/rota.yml')
vim.lsp.codelens.refresh()
wait('the lens', function()
  return #vim.lsp.codelens.get(0) > 0
end)
seen.lens = vim.lsp.codelens.get(0)[1].command.title

-- Another id, in the name of the file and in the link to it.
open('decisions/0001-page.md')
go_to('0002')
vim.lsp.buf.rename('0042')
wait('the new name', function()
  return vim.fn.filereadable(root .. '/decisions/0042-other.md') == 1
end)
vim.cmd('silent wall')

print(vim.fn.json_encode(seen))
vim.cmd('qall!')
