"""VS Code as code-server in a headless browser, driven by keys and looked at on its page."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import psutil

from editors.vscode import tools

ARTEFACTS = tools.ROOT / "tests" / "artefacts" / "vscode"
PATIENCE = 30.0
"""Seconds after which a test fails instead of hanging."""
STARTING = "Hanare: starting"
READY = "Hanare: ready"
MISSING = "Hanare: not installed"
"""What the status item says aloud."""
_TYPED_AGAIN = 5.0  # seconds after which what was typed in vain is typed once more
_LINES_OF_LOG = 15  # quoted when it does

SETTINGS: Mapping[str, Any] = {
    "telemetry.telemetryLevel": "off",
    "workbench.startupEditor": "none",
    "workbench.enableExperiments": False,
    "workbench.secondarySideBar.defaultVisibility": "hidden",
    "workbench.tips.enabled": False,
    "security.workspace.trust.enabled": False,
    "editor.inlineSuggest.enabled": True,
    "editor.quickSuggestions": {"other": "off", "comments": "off", "strings": "off"},
    "editor.wordBasedSuggestions": "off",
    "editor.accessibilitySupport": "off",
    "editor.minimap.enabled": False,
    "editor.hover.delay": 100,
    "extensions.autoUpdate": False,
    "extensions.autoCheckUpdates": False,
    "extensions.ignoreRecommendations": True,
    "update.mode": "none",
    "chat.disableAIFeatures": True,
    "git.enabled": False,
    "files.hotExit": "off",
}

_LINES = """
(() => {
  const nodes = [...document.querySelectorAll('.editor-instance .view-lines .view-line')];
  const top = (node) => parseInt(node.style.top, 10);
  return nodes
    .filter((node) => node.closest('.monaco-editor.focused, .editor-instance'))
    .sort((a, b) => top(a) - top(b))
    .map((node) => node.textContent);
})()
"""

# The status item as CSS finds it.
_STATUS = "#hanare\\.hanare\\.hanare\\.status a"
# Every label that it has had, one after the other.
_NOTE_STATUS = f"""
(() => {{
  const told = (globalThis.told = []);
  const note = () => {{
    const label = document.querySelector({_STATUS!r})?.getAttribute('aria-label') ?? '';
    if (label !== told.at(-1)) told.push(label);
  }};
  note();
  const options = {{ subtree: true, childList: true, attributeFilter: ['aria-label'] }};
  new MutationObserver(note).observe(document, options);
}})()
"""


class Workbench:
    """One code-server with one browser."""

    STATUS = _STATUS
    """The status item, as a selector."""
    PALETTE = ".quick-input-widget:not([style*='none'])"
    """The box for commands, files and answers, while it is open."""

    def __init__(
        self,
        home: Path,
        workspace: Path,
        settings: Mapping[str, Any],
        environment: Mapping[str, str],
        *,
        trusting: bool = True,
    ) -> None:
        """Install the packaged extension and open `workspace`, which VS Code is to trust or not."""
        self.home = home
        self.workspace = workspace
        self._data = home / "data"
        self._settings: dict[str, Any] = {}
        self._trusting = trusting
        restricted = {
            "security.workspace.trust.enabled": True,
            "security.workspace.trust.startupPrompt": "never",
        }
        self.configure({**SETTINGS, **({} if trusting else restricted), **settings})
        inherited = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("HANARE", "XDG_", "VSCODE", "LC_"))
        }
        homes = {
            f"XDG_{name}_HOME": str(home / name.lower())
            for name in ("CONFIG", "DATA", "STATE", "CACHE")
        }
        # What is on the search path would be started where nothing else is named.
        path = [each for each in tools.path_with_node().split(os.pathsep) if not has_server(each)]
        # A folder is no program, whatever it is called.
        (home / "path" / "hanare").mkdir(parents=True)
        path.insert(0, str(home / "path"))
        own = {"PATH": os.pathsep.join(path), "LANG": "C.UTF-8", "EXTENSIONS_GALLERY": "{}"}
        watching = {"HANARE_TEST_WATCH": str(home / "connections")}
        self._environment = inherited | homes | own | watching | dict(environment)
        node = tools.node() / "bin" / "node"
        self._start_code_server(node)
        url = f"http://127.0.0.1:{self._port}/?folder={workspace}"
        self._hand = subprocess.Popen(
            [node, Path(__file__).parent / "hand.mjs", tools.playwright(), tools.chromium(), url],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        self._answer()
        self.wait(lambda: self.count(".monaco-workbench .explorer-folders-view"), "the workbench")
        self.do("always", code=_NOTE_STATUS)

    def _start_code_server(self, node: Path) -> None:
        # By an argument, which it hands on to the extensions' host, as it does no NODE_OPTIONS.
        watch = Path(__file__).parent / "watch.cjs"
        command = [str(node), f"--require={watch}", str(tools.code_server())]
        places = ["--user-data-dir", str(self._data), "--extensions-dir", str(self.home / "ext")]
        subprocess.run(
            [*command, *places, "--install-extension", str(tools.vsix())],
            env=self._environment,
            check=True,
            capture_output=True,
        )
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self._port = probe.getsockname()[1]
        quiet = [
            "--disable-telemetry", "--disable-update-check",
            "--disable-getting-started-override", "--disable-proxy", "--ignore-last-opened",
        ]  # fmt: skip
        if self._trusting:
            quiet.append("--disable-workspace-trust")
        address = ["--auth", "none", "--bind-addr", f"127.0.0.1:{self._port}"]
        with (self.home / "code-server.log").open("wb") as log:
            self._server = subprocess.Popen(
                [*command, *places, *quiet, *address, str(self.workspace)],
                env=self._environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self.wait(self._is_up, "code-server")

    def _is_up(self) -> bool:
        with suppress(OSError), urlopen(f"http://127.0.0.1:{self._port}/healthz"):
            return True
        return False

    # --- the hand ---

    def do(self, op: str, **parameters: Any) -> Any:
        """Let the hand do something and return its answer."""
        assert self._hand.stdin
        self._hand.stdin.write(json.dumps({"op": op, **parameters}) + "\n")
        self._hand.stdin.flush()
        return self._answer()

    def _answer(self) -> Any:
        assert self._hand.stdout
        answer = json.loads(self._hand.stdout.readline())
        if "error" in answer:
            raise AssertionError(answer["error"])
        return answer["value"]

    def press(self, *keys: str) -> None:
        for key in keys:
            self.do("press", key=key)

    def type(self, text: str) -> None:
        """Type `text` key by key, as fast as a fast typist."""
        self.do("type", text=text, delay=30)

    def click(self, selector: str, button: str = "left") -> None:
        self.do("click", selector=selector, button=button)

    def texts(self, selector: str) -> list[str]:
        """Return the text of each element, with plain blanks."""
        return [plain(text) for text in self.do("texts", selector=selector)]

    def count(self, selector: str) -> int:
        return int(self.do("count", selector=selector))

    def wait(self, wanted: Callable[[], Any], what: str, patience: float = PATIENCE) -> Any:
        """Return what `wanted` returns once it is true."""
        if not (found := self._soon(wanted, patience)):
            raise self._in_vain(what)
        return found

    def _soon(self, wanted: Callable[[], Any], patience: float) -> Any:
        end = time.monotonic() + patience
        while not (found := wanted()) and time.monotonic() < end:
            time.sleep(0.05)
        return found

    def _in_vain(self, what: str) -> AssertionError:
        error = AssertionError(f"waited for {what}; the screen is in {ARTEFACTS}")
        if hasattr(self, "_hand"):
            name = os.environ.get("PYTEST_CURRENT_TEST", "").rpartition("::")[2].split(" ")[0]
            self.screenshot(f"failed-{name}")
            error.add_note(f"The editor shows {self.lines}, the status {self.status!r}.")
            error.add_note("Logged last:\n" + "\n".join(self.log().splitlines()[-_LINES_OF_LOG:]))
        return error

    def screenshot(self, name: str) -> None:
        """Keep the screen, for people to look at."""
        ARTEFACTS.mkdir(parents=True, exist_ok=True)
        self.do("screenshot", path=str(ARTEFACTS / f"{name}.png"))

    # --- the workbench ---

    def open(self, name: str, text: str = "") -> Path:
        """Write a file into the workspace and open it, the cursor at its end."""
        path = self.workspace / name
        path.write_bytes(text.encode())
        self.press("Escape")
        self.wait(lambda: not self.count(self.PALETTE), "that the palette is closed")
        self.press("Control+p")
        self.wait(lambda: self.count(self.PALETTE), "quick open")
        # By its whole path: what can be found by name alone lags behind new files.
        self.do("paste", text=str(path))
        label = f".quick-input-list .monaco-list-row.focused[aria-label*='{name}']"
        self.wait(lambda: self.count(label), f"{name} in quick open")
        self.press("Enter")
        self.wait(lambda: self.count(f".tab.active[data-resource-name='{name}']"), f"{name} open")
        self.wait(lambda: self.count(".editor-instance .monaco-editor.focused"), "the focus")
        self.press("Control+End")
        return path

    def command(self, title: str) -> None:
        """Run a command by its title in the palette."""
        self.wait(lambda: not self.count(self.PALETTE), "that the palette is closed")
        self.press("F1")
        self.wait(lambda: self.count(self.PALETTE), "the palette")
        self.do("paste", text=title)
        # The command that was used last is on top before the list is filtered, too; Return is lost
        # then. Only what was filtered has its matches highlighted.
        label = f".quick-input-list .monaco-list-row.focused[aria-label^='{title}'] .highlight"
        self.wait(lambda: self.count(label), f"the command {title!r}")
        self.press("Enter")

    @property
    def lines(self) -> list[str]:
        """The lines of the editor as one sees them, ghost text included."""
        return [plain(line).rstrip() for line in self.do("evaluate", code=_LINES)]

    @property
    def ghost(self) -> str:
        """The ghost text that is shown, lines joined by line ends; empty if there is none."""
        first = "".join(self.texts(".editor-instance .ghost-text-decoration"))
        rest = self.texts(".editor-instance .suggest-preview-text .view-line")
        return "\n".join([first, *rest])

    def sees_ghost(self, text: str) -> None:
        """Wait until exactly this ghost text is shown."""
        self.wait(lambda: self.ghost == text, f"the ghost text {text!r}")

    def begins_to_suggest(self, text: str, ghost: str) -> None:
        """Type `text` into the emptied editor, again and again, until `ghost` is shown.

        VS Code asks at a key alone, and not before the editor and the server are wholly there.
        """

        def suggested() -> bool:
            self.press("Control+a", "Delete")
            self.type(text)
            return bool(self._soon(lambda: self.ghost == ghost, _TYPED_AGAIN))

        self.wait(suggested, "suggestions")

    def sees(self, *lines: str) -> None:
        """Wait until the editor shows these lines."""
        self.wait(lambda: self.lines == list(lines), f"the lines {lines}")

    def saved(self, path: Path, text: str) -> None:
        """Save, and wait until the file is this text."""
        self.press("Control+s")
        self.wait(lambda: path.read_bytes() == text.encode(), f"{text!r} in {path.name}")

    @property
    def status(self) -> str:
        """What the status item says aloud."""
        code = f"document.querySelector({self.STATUS!r})?.getAttribute('aria-label') ?? ''"
        return str(self.do("evaluate", code=code))

    def explains_itself(self, part: str) -> None:
        """Hover over the status item until its tooltip has `part` in it."""

        def told() -> bool:
            # Where the mouse has been all the time, no tooltip is shown.
            self.do("away")
            self.do("hover", selector=self.STATUS)
            return bool(self._soon(lambda: part in " ".join(self.texts(".monaco-hover")), 2))

        self.wait(told, f"{part!r} in the tooltip")

    def ready(self) -> None:
        """Wait until the server is."""
        self.wait(lambda: self.status == READY, "the server", 2 * PATIENCE)

    def restart(self, becomes: str = READY) -> None:
        """Restart the server, and wait until it is there again."""
        with self.another_server(becomes):
            self.command("Hanare: Restart the server")

    @contextmanager
    def another_server(self, *becomes: str) -> Iterator[None]:
        """Wait at the end until another server than now is ready, or one of what it may become.

        What the status item says is of the one before for a moment, so it must have said that one
        is starting.
        """
        # One that is starting already would not be seen beginning to.
        self.wait(lambda: self.status != STARTING, "the server before", 2 * PATIENCE)
        before = len(self._told())
        yield

        def ready_again() -> bool:
            told = self._told()[before:]
            # Where there is no server, none is seen starting.
            begun = STARTING in told or MISSING in told
            return begun and told[-1] in (becomes or (READY,))

        self.wait(ready_again, "a new server", 2 * PATIENCE)

    def _told(self) -> list[str]:
        return list(self.do("evaluate", code="globalThis.told"))

    def log(self) -> str:
        """Return what the server has logged so far."""
        path = self.home / "server.log"
        return path.read_text(encoding="utf-8") if path.exists() else ""

    def connections(self) -> list[str]:
        """Return what Node's processes below code-server noted, see watch.cjs."""
        return (self.home / "connections").read_text(encoding="utf-8").splitlines()

    def logged(self, part: str, since: str) -> None:
        """Wait until the server has logged `part` after the log was `since`."""
        self.wait(lambda: part in self.log().removeprefix(since), f"{part!r} in the log")

    def reason_for(self, text: str) -> str:
        """Type `text` into the emptied editor; return how the server's answer was logged.

        Again and again until there is one: VS Code asks at a key alone, and takes back what it has
        asked when its settings change.
        """
        found = re.compile(rf"session: (.*): {len(text)} of {len(text)} characters")

        def answer() -> re.Match[str] | None:
            self.press("Control+a", "Delete")
            before = self.log()
            self.type(text)
            matched: re.Match[str] | None = self._soon(
                lambda: found.search(self.log().removeprefix(before)), _TYPED_AGAIN
            )
            return matched

        return str(self.wait(answer, "the answer")[1])

    def notified(self, part: str) -> str:
        """Wait until a notification with `part` in it is shown."""
        others: set[str] = set()

        def shown() -> list[str]:
            texts = self.texts(".notification-list-item-message")
            others.update(texts)
            return [text for text in texts if part in text]

        try:
            return str(self.wait(shown, f"the message {part!r}")[0])
        except AssertionError as error:
            error.add_note(f"Shown meanwhile: {sorted(others)}")
            raise

    def dismiss_notifications(self) -> None:
        """Take all notifications away."""
        self.command("Notifications: Clear All Notifications")
        self.wait(lambda: not self.count(".notification-list-item"), "that no message is shown")

    def configure(self, values: Mapping[str, Any]) -> None:
        """Change the user's settings; None takes one out."""
        self._settings |= values
        kept = {key: value for key, value in self._settings.items() if value is not None}
        self._settings = kept
        for place in ("User", "Machine"):
            folder = self._data / place
            folder.mkdir(parents=True, exist_ok=True)
            (folder / "settings.json").write_text(json.dumps(kept), encoding="utf-8")

    def reset(self, name: str) -> None:
        """Take a setting out in VS Code's own editor: it may not notice what others write there."""
        self.command("Preferences: Open User Settings (JSON)")
        self.wait(lambda: "telemetry" in "".join(self.lines), "the settings")
        self.wait(lambda: self.count(".editor-instance .monaco-editor.focused"), "the focus")
        kept = {key: value for key, value in self._settings.items() if key != name}
        # Over the clipboard: in what is typed, brackets are closed.
        self.do("clipboard", text=json.dumps(kept))
        self.press("Control+a", "Control+v", "Control+s")
        self.wait(lambda: self.setting(name) is None, f"{name} to be gone")
        self.press("Escape")
        self.wait(lambda: "telemetry" not in "".join(self.lines), "that the settings are closed")

    def setting(self, name: str) -> Any:
        """Return what VS Code has written for the user's setting; None if there is nothing."""
        text = (self._data / "User" / "settings.json").read_text(encoding="utf-8")
        with suppress(ValueError):  # VS Code may be in the middle of writing it
            return json.loads(text).get(name)
        return None

    def servers(self) -> list[psutil.Process]:
        """Return the language servers that run for this workbench."""
        return self.processes("serve")

    def processes(self, last_argument: str) -> list[psutil.Process]:
        """Return what runs below code-server and was started with this argument at the end."""
        found = []
        for process in psutil.Process(self._server.pid).children(recursive=True):
            with suppress(psutil.Error):
                if process.cmdline()[-1:] == [last_argument]:
                    found.append(process)
        return found

    def installs(self) -> bool:
        """Say whether an installation is being shown."""
        messages = self.texts(".notification-list-item-message")
        return any("Installing Hanare" in each for each in messages)

    def close(self) -> None:
        """End the browser and code-server with all that they have started."""
        if self._hand.stdin:
            self._hand.stdin.close()
        with suppress(subprocess.TimeoutExpired):
            self._hand.wait(10)
        if self._hand.stdout:
            self._hand.stdout.close()
        for group in (self._hand, self._server):
            with suppress(ProcessLookupError):
                os.killpg(group.pid, signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            self._server.wait(10)
        for group in (self._hand, self._server):
            with suppress(ProcessLookupError):
                os.killpg(group.pid, signal.SIGKILL)
            group.wait()


def has_server(folder: str) -> bool:
    """Say whether `hanare` is in a folder of the search path."""
    return (Path(folder) / "hanare").exists()


def plain(text: str) -> str:
    """Replace the blanks that do not break, which the editor shows for blanks."""
    return text.replace("\xa0", " ").replace("\u200c", "")
