"""A real Neovim with our plugin, driven by keys and looked at on its screen."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pynvim

ROOT = Path(__file__).parents[3]
PLUGIN = ROOT / "editors" / "nvim"
ARTEFACTS = ROOT / "tests" / "artefacts" / "nvim"
SERVER = [sys.executable, "-P", "-m", "hanare", "serve"]
PATIENCE = 120.0
"""Seconds after which a test fails instead of hanging."""

SCREEN = """
local rows = {}
for row = 1, vim.o.lines do
  local text, col = '', 1
  while col <= vim.o.columns do
    local cell = vim.fn.screenstring(row, col)
    text = text .. cell
    col = col + math.max(1, vim.fn.strdisplaywidth(cell))
  end
  rows[row] = text:gsub('%s+$', '')
end
return rows
"""


STATE = """
local found, hanare = pcall(require, 'hanare')
return vim.inspect({ told = told, status = found and hanare.status() })
"""


class Grid:
    """What a terminal shows, from the events that Neovim sends to it."""

    def __init__(self) -> None:
        self._rows: list[list[str]] = []

    def frames(self, events: Sequence[Sequence[Any]]) -> Iterator[list[str]]:
        """Follow `events`; yield the rows at each flush."""
        for name, *calls in events:
            for call in calls:
                if name == "flush":
                    yield ["".join(row).rstrip() for row in self._rows]
                elif name in {"grid_resize", "grid_line", "grid_clear", "grid_scroll"}:
                    getattr(self, f"_{name}")(*call[1:])

    def _grid_resize(self, columns: int, rows: int) -> None:
        self._rows = [[" "] * columns for _ in range(rows)]

    def _grid_clear(self) -> None:
        self._grid_resize(len(self._rows[0]), len(self._rows))

    def _grid_line(self, row: int, column: int, cells: Sequence[Sequence[Any]], *_: Any) -> None:
        for text, *more in cells:
            for _repeat in range(more[1] if len(more) > 1 else 1):
                self._rows[row][column] = text
                column += 1

    def _grid_scroll(
        self, top: int, bottom: int, left: int, right: int, rows: int, _columns: int
    ) -> None:
        moved = [row[left:right] for row in self._rows]
        for row in range(max(top, top - rows), min(bottom, bottom - rows)):
            self._rows[row][left:right] = moved[row + rows]


def _attach(
    binary: Path, home: Path, environment: Mapping[str, str], *options: str | Path
) -> pynvim.Nvim:
    """Start the program with `home` in the place of the user's own folders."""
    inherited = {
        key: value
        for key, value in os.environ.items()
        if not key.startswith(("HANARE", "NVIM", "LC_", "LANG", "XDG_"))
    }
    homes = {
        f"XDG_{name}_HOME": str(home / name.lower())
        for name in ("CONFIG", "DATA", "STATE", "CACHE")
    }
    given = inherited | homes | {"LANG": "C.UTF-8", "HANARE__GATE__RECORD": "false"}
    given |= environment
    argv = ["env", "-i", *(f"{key}={value}" for key, value in given.items()), str(binary)]
    return pynvim.attach("child", argv=[*argv, "--headless", "--embed", *map(str, options)])


class Neovim:
    """One Neovim process. Keys go the way a terminal's do."""

    def __init__(
        self,
        binary: Path,
        home: Path,
        *,
        setup: str = "{}",
        files: Sequence[Path] = (),
        environment: Mapping[str, str] | None = None,
        before: str = "",
        size: tuple[int, int] = (80, 24),
    ) -> None:
        """Start with `require('hanare').setup(<setup>)`; `before` is Lua that runs earlier."""
        self.columns, self.rows = size
        self.work = home / "work"
        (self.work / ".git").mkdir(parents=True, exist_ok=True)
        init = home / "init.lua"
        init.write_text(
            "vim.o.swapfile, vim.o.shadafile = false, 'NONE'\n"
            f"vim.o.columns, vim.o.lines = {size[0]}, {size[1]}\n"
            f"vim.opt.runtimepath:prepend({str(PLUGIN)!r})\n"
            "told = {}\n"
            "vim.notify = function(text) table.insert(told, text) end\n"
            f"{before}\n"
            f"require('hanare').setup({setup})\n",
            encoding="utf-8",
        )
        self.api = _attach(binary, home, environment or {}, "--clean", "-u", str(init), *files)
        self.api.command("source " + str(PLUGIN / "plugin" / "hanare.lua"))

    @classmethod
    def plain(cls, binary: Path, home: Path, environment: Mapping[str, str]) -> Neovim:
        """Start as a user does, with what is installed and configured below `home`."""
        nvim = cls.__new__(cls)
        nvim.work = home / "work"
        (nvim.work / ".git").mkdir(parents=True)
        nvim.api = _attach(binary, home, environment)
        return nvim

    def open(self, text: str, name: str = "shop.py", before: str = "") -> None:
        """Open a new file in the place of all others; `before` is Lua that runs earlier."""
        self.keys("<C-\\><C-n>")
        file = self.work / name
        file.write_bytes(text.encode())
        forget = "told, asked_user = {}, nil vim.diagnostic.reset() vim.cmd('silent! %bwipeout!') "
        self.lua(forget + before)
        self.api.command(f"edit {file}")
        self.api.current.window.cursor = (1, 0)
        self.ready()

    def lua(self, code: str, *arguments: Any) -> Any:
        return self.api.exec_lua(code, *arguments)

    def keys(self, keys: str) -> None:
        """Type `keys`, in Neovim's notation."""
        self.api.input(keys)

    def wait(self, wanted: Callable[[], Any], what: str = "") -> Any:
        """Return what `wanted` returns once it is true."""
        end = time.monotonic() + PATIENCE
        while not (found := wanted()):
            if time.monotonic() > end:
                shown = "\n".join(row for row in self.screen() if row != "~")
                state = f"lines {self.lines}\n{self.lua(STATE)}"
                raise AssertionError(f"waited for {what or wanted}:\n{shown}\n{state}")
            time.sleep(0.02)
        return found

    def wait_lua(self, expression: str) -> Any:
        return self.wait(lambda: self.lua(f"return {expression}"), expression)

    @property
    def lines(self) -> list[str]:
        return list(self.api.current.buffer[:])

    @property
    def mode(self) -> str:
        return str(self.api.funcs.mode())

    @property
    def cursor(self) -> tuple[int, int]:
        """Line from 1, column in bytes from 0."""
        line, column = self.api.current.window.cursor
        return line, column

    @property
    def told(self) -> list[str]:
        """What the user was told so far."""
        return list(self.lua("return told"))

    def screen(self) -> list[str]:
        """Return the screen's rows as one sees them, blanks at their ends left out."""
        self.api.command("redraw")
        return list(self.lua(SCREEN))

    def sees(self, *rows: str) -> None:
        """Wait until the screen begins with `rows`."""
        self.wait(lambda: self.screen()[: len(rows)] == list(rows), f"rows {rows}")

    def has(self, lines: Sequence[str]) -> None:
        """Wait until the buffer is `lines`."""
        self.wait(lambda: self.lines == list(lines), f"lines {lines}, not {self.lines}")

    def hears(self, part: str) -> str:
        """Wait until the user is told something with `part` in it."""
        return str(self.wait(lambda: next((t for t in self.told if part in t), None), part))

    @contextmanager
    def frames(self) -> Iterator[list[list[str]]]:
        """Collect what a terminal would show meanwhile: the rows at each flush, at the end."""
        self.api.ui_attach(self.columns, self.rows, rgb=True, ext_linegrid=True)
        collected: list[list[str]] = []
        yield collected
        self.lua("vim.rpcnotify(0, 'end_of_frames')")
        grid = Grid()
        while (message := self.api.next_message())[1] != "end_of_frames":
            if message[1] == "redraw":
                collected.extend(grid.frames(message[2]))
        self.api.ui_detach()

    def save_screen(self, name: str) -> None:
        """Keep the screen as text, for people to look at."""
        ARTEFACTS.mkdir(parents=True, exist_ok=True)
        (ARTEFACTS / f"{name}.txt").write_text("\n".join(self.screen()) + "\n", encoding="utf-8")

    def ready(self) -> None:
        """Wait until the server serves the current buffer."""
        self.wait_lua("require('hanare.client').state == 'running'")
        self.wait_lua("require('hanare.client').is_attached(0)")

    def status(self) -> dict[str, Any]:
        """Return the server's answer to `hanare/status`."""
        self.lua("""
            answered = nil
            local client = require('hanare.client')
            client.request('hanare/status', vim.empty_dict(), function(_, it) answered = it end)
        """)
        answer: dict[str, Any] = self.wait_lua("answered")
        return answer

    def close(self) -> None:
        with suppress(OSError, EOFError):  # it goes, as it is told to
            self.api.command("qa!")
        self.api.close()


def server_pid(nvim: Neovim) -> int:
    """Return the process of the server: the parent of the engine's worker is not told by LSP."""
    pid = nvim.lua("""
        local rpc = vim.lsp.get_clients({ name = 'hanare' })[1].rpc
        local index = 1
        while true do
          local name, value = debug.getupvalue(rpc.terminate, index)
          if not name then return nil end
          if type(value) == 'table' and value.transport then
            return value.transport.sysobj.pid
          end
          index = index + 1
        end
    """)
    return int(pid)
