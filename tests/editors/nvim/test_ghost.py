"""Ghost text in real Neovim: seen on the screen, and what keys do to it."""

from __future__ import annotations

import pytest

from editors.nvim.binaries import Version
from editors.nvim.driver import Neovim
from editors.nvim.launching import Start

pytestmark = pytest.mark.editor


def test_it_appears_while_typing_and_is_not_text(nvim: Neovim, version: Version) -> None:
    nvim.open("import os\n\n")
    before = nvim.status()["acceptance"]
    nvim.keys("Gototal = ")
    nvim.sees("import os", "", "total = price * count")
    assert nvim.lines == ["import os", "", "total = "]
    assert nvim.cursor == (3, 8)
    nvim.save_screen(f"ghost-{version.name}")
    after = nvim.status()["acceptance"]
    assert after["shown"] == before["shown"] + 1
    assert after["accepted"] == before["accepted"]


def test_typing_through_keeps_it_at_every_redraw(nvim: Neovim) -> None:
    nvim.open("")
    nvim.keys("itotal = ")
    nvim.sees("total = price * count")
    with nvim.frames() as frames:
        for typed in ("p", "r", "i", "ce", " ", "<BS>", " * "):
            nvim.keys(typed)
            nvim.sees("total = price * count")
    assert len(frames) >= 7
    assert {frame[0] for frame in frames} == {"total = price * count"}


def test_typing_something_else_takes_it_away(nvim: Neovim) -> None:
    nvim.open("")
    nvim.keys("itotal = ")
    nvim.sees("total = price * count")
    nvim.keys("x")
    nvim.sees("total = x", "~")


def test_tab_accepts_all_of_it_and_tells_the_server(nvim: Neovim) -> None:
    nvim.open("")
    before = nvim.status()["acceptance"]
    nvim.keys("itotal = ")
    nvim.sees("total = price * count")
    nvim.keys("<Tab>")
    nvim.has(["total = price * count"])
    assert nvim.cursor == (1, 21)
    assert nvim.mode == "i"

    def told() -> bool:
        after = nvim.status()["acceptance"]
        gained = after["accepted_characters"] - before["accepted_characters"]
        return bool(after["accepted"] == before["accepted"] + 1 and gained == len("price * count"))

    nvim.wait(told, "the server's count")


def test_accepting_is_one_undo_step(nvim: Neovim) -> None:
    nvim.open("a = 1\n")
    nvim.keys("ototal = ")
    nvim.sees("a = 1", "total = price * count")
    nvim.keys("<Tab>")
    nvim.has(["a = 1", "total = price * count"])
    nvim.keys(" + 1<Esc>")
    nvim.has(["a = 1", "total = price * count + 1"])
    for left in (["a = 1", "total = price * count"], ["a = 1", "total = "], ["a = 1"]):
        nvim.keys("u")
        nvim.has(left)
    nvim.keys("<C-r><C-r>")
    nvim.has(["a = 1", "total = price * count"])


def test_word_by_word_the_rest_stays(nvim: Neovim) -> None:
    nvim.open("")
    nvim.keys("itotal = ")
    nvim.sees("total = price * count")
    for taken in ("total = price", "total = price *", "total = price * count"):
        nvim.keys("<M-w>")
        nvim.has([taken])
        nvim.sees("total = price * count")
    nvim.keys("<Esc>u")
    nvim.has(["total = price *"])


def test_line_by_line_the_rest_stays(nvim: Neovim, version: Version) -> None:
    nvim.open("")
    nvim.keys("idef area(width, height):<CR>")
    whole = ["def area(width, height):", "    size = width * height", "    return size"]
    nvim.sees(*whole)
    nvim.save_screen(f"multi-line-{version.name}")
    nvim.keys("<M-l>")
    nvim.has(whole[:2])
    nvim.sees(*whole)
    nvim.keys("<M-l>")
    nvim.has(whole)
    assert nvim.cursor == (3, 15)


def test_a_new_line_is_typed_through(nvim: Neovim) -> None:
    nvim.open("")
    nvim.keys("idef area(width, height):<CR>")
    whole = ["def area(width, height):", "    size = width * height", "    return size"]
    nvim.sees(*whole)
    nvim.keys("<C-u>    size = width * height<CR>")
    nvim.sees(*whole)
    nvim.keys("<Tab>")
    nvim.has(whole)


def test_dismiss(nvim: Neovim) -> None:
    nvim.open("")
    nvim.keys("itotal = ")
    nvim.sees("total = price * count")
    nvim.keys("<C-]>")
    nvim.sees("total =", "~")
    assert nvim.mode == "i"
    nvim.keys("p")
    nvim.sees("total = price * count")
    nvim.keys("<Esc>")
    nvim.sees("total = p", "~")
    assert nvim.lines == ["total = p"]


@pytest.mark.parametrize(
    ("before", "gets"),
    [
        pytest.param("", "\tx", id="a real tab"),
        pytest.param("vim.o.expandtab = true vim.o.shiftwidth = 4 ", "    x", id="indentation"),
        pytest.param("vim.keymap.set('i', '<Tab>', 'rhs')", "rhsx", id="a mapping"),
        pytest.param(
            "vim.keymap.set('i', '<Tab>', function() return '<C-v>u3042' end, { expr = true })",
            "あx",
            id="an expression",
        ),
        pytest.param("vim.cmd('inoremap <expr> <Tab> \"vim\"')", "vimx", id="a Vim expression"),
        pytest.param(
            "vim.keymap.set('i', '<Tab>', function() vim.api.nvim_put({'put'}, 'c', false, true)"
            " end)",
            "putx",
            id="a function",
        ),
        pytest.param(
            "vim.keymap.set('i', '<Plug>(it)', 'plug') "
            "vim.keymap.set('i', '<Tab>', '<Plug>(it)', { remap = true })",
            "plugx",
            id="a mapping of a mapping",
        ),
        pytest.param(
            "vim.api.nvim_create_autocmd('FileType', { "
            "group = vim.api.nvim_create_augroup('test', {}), callback = function(event) "
            "vim.keymap.set('i', '<Tab>', 'local', { buffer = event.buf }) end })",
            "localx",
            id="a mapping of the buffer",
        ),
        pytest.param(
            "vim.cmd([[imap <expr> <Tab> v:false ? '<Plug>(it)' : '<Tab>']])",
            "\tx",
            id="an expression that is the key itself",
        ),
        pytest.param("vim.cmd('imap <Tab> <Tab>')", "\tx", id="the key itself"),
        pytest.param(
            "vim.cmd('imap <Tab> <Tab><Plug>(it)') vim.cmd('inoremap <Plug>(it) plug')",
            "\tplugx",
            id="the key itself and a mapping",
        ),
        pytest.param(
            r"""vim.cmd([[inoremap <expr> <Tab> "ab\<Left>"]])""",
            "axb",
            id="a Vim expression with the code of a key",
        ),
        pytest.param(
            r"""vim.cmd([[inoremap <expr> <Tab> "“あ€\<lt>Left>”\<Left>"]])""",
            "“あx”€",
            id="a Vim expression with bytes like those of codes",
        ),
        pytest.param(
            r"""vim.cmd([[imap <expr> <Tab> "\<Plug>(it)"]]) vim.cmd('inoremap <Plug>(it) plug')""",
            "plugx",
            id="a Vim expression with a mapping",
        ),
        pytest.param(
            "_G.it = function() return 'ab<Left>' end "
            "vim.keymap.set('i', '<Tab>', 'v:lua.it()', { expr = true })",
            "axb",
            id="a Vim expression with names of keys",
        ),
        pytest.param(
            "vim.keymap.set('i', '<Tab>', function() return '<Left>’' end, "
            "{ expr = true, replace_keycodes = false })",
            "<Left>’x",
            id="a function that returns text",
        ),
    ],
)
def test_tab_without_ghost_text_is_what_it_was(nvim: Neovim, before: str, gets: str) -> None:
    nvim.open("", name="a.txt", before=before)
    nvim.keys("i<Tab>x")
    nvim.has([gets])


@pytest.mark.parametrize("key", ["<M-w>", "<M-l>"])
def test_a_key_with_alt_is_two_keys_without_ghost_text(nvim: Neovim, key: str) -> None:
    nvim.open("", name="a.txt")
    nvim.keys(f"iab{key}")
    nvim.wait(lambda: nvim.mode == "n", "normal mode, as where the key is not mapped")
    nvim.has(["ab"])


def test_a_mapping_of_the_buffer_outlives_the_server(start: Start) -> None:
    nvim = start(
        before="vim.api.nvim_create_autocmd('FileType', { callback = function(event) "
        "vim.keymap.set('i', '<Tab>', 'local', { buffer = event.buf }) end })"
    )
    nvim.open("")
    nvim.keys("itotal = ")
    nvim.sees("total = price * count")
    nvim.keys("<Tab><Esc>")
    nvim.has(["total = price * count"])
    nvim.api.command("Hanare restart")
    nvim.ready()
    nvim.keys("cc<Tab>x")
    nvim.has(["localx"])


def test_a_second_setup_changes_the_keys_of_open_buffers(start: Start) -> None:
    nvim = start(before="vim.keymap.set('i', '<C-y>', 'global')")
    nvim.open("")
    command = nvim.lua("return require('hanare.config').options.cmd")
    nvim.lua("require('hanare').setup({ cmd = ..., keys = { accept = '<C-y>' } })", command)
    nvim.keys("itotal = ")
    nvim.sees("total = price * count")
    nvim.keys("<Tab>")
    nvim.has(["total = \t"] if nvim.lua("return not vim.bo.expandtab") else ["total =     "])
    nvim.keys("<C-u>total = ")
    nvim.sees("total = price * count")
    nvim.keys("<C-y>")
    nvim.has(["total = price * count"])


def test_tab_indents_in_an_indented_line(nvim: Neovim) -> None:
    nvim.open("if ready:\n")
    nvim.keys("o<Tab>")
    nvim.has(["if ready:", "        "])


def test_beside_the_menu(nvim: Neovim, version: Version) -> None:
    nvim.open("price_of_all = 1\nprice_of_one = 2\n")
    nvim.lua("vim.o.completeopt = 'menuone,noselect'")
    nvim.keys("Gosum_of_all = ")
    nvim.sees("price_of_all = 1", "price_of_one = 2", "sum_of_all = price_of_all * 2")
    nvim.keys("pr<C-n>")
    nvim.wait_lua("vim.fn.pumvisible() == 1")
    nvim.wait(
        lambda: nvim.screen()[2] == "sum_of_all = price_of_all * 2", "ghost text above the menu"
    )
    nvim.save_screen(f"menu-{version.name}")
    nvim.keys("<C-n>")
    nvim.wait_lua("vim.fn.complete_info({ 'selected' }).selected == 0")
    nvim.wait(lambda: "* 2" not in nvim.screen()[2], "no ghost text beside a selected item")
    # Tab is the menu's now, that is, what it was without us.
    nvim.keys("<C-e>")
    nvim.wait_lua("vim.fn.pumvisible() == 0")
    nvim.sees("price_of_all = 1", "price_of_one = 2", "sum_of_all = price_of_all * 2")
    nvim.keys("<Tab>")
    nvim.has(["price_of_all = 1", "price_of_one = 2", "sum_of_all = price_of_all * 2"])


def test_lines_without_room_are_counted(nvim: Neovim) -> None:
    nvim.open("x = 1\n" * 40)
    nvim.keys("Godef area(width, height):<CR>")
    nvim.wait(lambda: "    size = width * height (+1)" in nvim.screen(), "the number of lines")
    nvim.keys("<Esc>ggOdef area(width, height):<CR>")
    nvim.wait(lambda: "    return size" in nvim.screen(), "both lines")
    assert not any("(+" in row for row in nvim.screen())


def test_it_ends_with_insert_mode_however_that_is_left(nvim: Neovim) -> None:
    nvim.open("a = 1\n")
    nvim.keys("ototal = ")
    nvim.sees("a = 1", "total = price * count")
    nvim.keys("<C-c>")
    nvim.sees("a = 1", "total =", "~")


def test_japanese_and_emoji_before_the_cursor(nvim: Neovim, version: Version) -> None:
    nvim.open('名前 = "👩‍💻 開発者"\n')
    nvim.keys('o挨拶 = "🎉" + ')
    nvim.wait(lambda: nvim.screen()[1] == '挨拶 = "🎉" + 名前', "ghost text after wide characters")
    nvim.save_screen(f"japanese-{version.name}")
    nvim.keys("<Tab>")
    nvim.has(['名前 = "👩‍💻 開発者"', '挨拶 = "🎉" + 名前'])
    assert nvim.cursor == (2, len('挨拶 = "🎉" + 名前'.encode()))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
def test_columns_in_every_encoding(start: Start, encoding: str) -> None:
    before = f"""
        local make = vim.lsp.protocol.make_client_capabilities
        vim.lsp.protocol.make_client_capabilities = function()
          local made = make()
          made.general.positionEncodings = {{ '{encoding}' }}
          return made
        end
    """
    nvim = start(before=before)
    nvim.open("")
    assert nvim.lua("return vim.lsp.get_clients()[1].offset_encoding") == encoding
    nvim.keys('i𠮷野家 = "🎉" + 名')
    nvim.sees('𠮷野家 = "🎉" + 名前 + 𠮷野')
    nvim.keys("<M-w>")
    nvim.has(['𠮷野家 = "🎉" + 名前'])
    nvim.wait(lambda: nvim.status()["acceptance"]["accepted_characters"] == 1, "one character")
    nvim.keys("<Tab>")
    nvim.has(['𠮷野家 = "🎉" + 名前 + 𠮷野'])


def test_lines_that_end_as_on_windows(nvim: Neovim) -> None:
    nvim.open("x = 1\r\n")
    assert nvim.lua("return vim.bo.fileformat") == "dos"
    nvim.keys("odef area(width, height):<CR>")
    whole = ["x = 1", "def area(width, height):", "    size = width * height", "    return size"]
    nvim.sees(*whole)
    nvim.keys("<Tab>")
    nvim.has(whole)
    nvim.keys("<Esc>:w<CR>")
    file = nvim.lua("return vim.api.nvim_buf_get_name(0)")
    expected = "".join(f"{line}\r\n" for line in whole).encode()

    def written() -> bool:
        with open(file, "rb") as saved:  # noqa: PTH123 - a name of Neovim's
            return saved.read() == expected

    nvim.wait(written, "the file with its line endings")


def test_tabs_are_as_wide_as_in_the_text(nvim: Neovim) -> None:
    nvim.open("package shop\n", name="shop.go")
    nvim.lua("vim.bo.tabstop, vim.bo.expandtab, vim.bo.autoindent = 4, false, false")
    nvim.keys("ofunc area(w int) int {<CR>")
    nvim.wait(
        lambda: nvim.screen()[2:4] == ["    size := w   * w", "    return size"], "tabs as blanks"
    )
    nvim.keys("<Tab>")
    nvim.wait(lambda: nvim.lines[2:4] == ["\tsize := w\t* w", "\treturn size"], "real tabs")


def test_what_follows_the_cursor_stays_behind_it(nvim: Neovim) -> None:
    nvim.open("print()\n")
    nvim.keys("f)i")
    nvim.sees("print(total)")
    nvim.keys("<Tab>")
    nvim.has(["print(total)"])
    assert nvim.cursor == (1, len("print(total"))


def test_brackets_that_a_plugin_pairs_are_typed_through(nvim: Neovim) -> None:
    nvim.open("", before="vim.keymap.set('i', '(', '()<Left>')")
    try:
        nvim.keys("iresult = ")
        nvim.sees("result = area(2, 3)")
        with nvim.frames() as frames:
            nvim.keys("area(")
            nvim.has(["result = area()"])
            nvim.sees("result = area(2, 3)")
        assert {frame[0] for frame in frames} == {"result = area(2, 3)"}
        nvim.keys("<Tab>")
        nvim.has(["result = area(2, 3)"])
    finally:
        nvim.lua("vim.keymap.del('i', '(')")


def test_alternatives_are_for_who_asks(nvim: Neovim) -> None:
    nvim.open("")
    nvim.keys("itotal = ")
    nvim.sees("total = price * count")
    nvim.keys("<M-]>")
    nvim.hears("no other suggestion")
    nvim.sees("total = price * count")


def test_nothing_is_shown_outside_of_insert_mode(nvim: Neovim) -> None:
    nvim.open("")
    nvim.api.command("Hanare complete")
    nvim.hears("insert mode only")


def test_why_nothing(nvim: Neovim) -> None:
    nvim.open("")
    nvim.keys("iname")
    nvim.wait_lua("require('hanare').status().reason ~= ''")
    nvim.api.command("Hanare why")
    nvim.hears(nvim.lua("return require('hanare').status().reason"))
