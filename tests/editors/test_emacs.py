"""Ghost text in Emacs through eglot, by `editors/emacs/hanare.el` and the real server."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.editor

CLIENT = Path(__file__).parents[2] / "editors" / "emacs" / "hanare.el"
PATIENCE = 120

# Keys go through the command loop, as from a keyboard; what waits is what `wait-for` polls.
TEST = """
(setq create-lockfiles nil make-backup-files nil eglot-sync-connect 30 eglot-autoshutdown t)
(load {client} nil t)
(setq hanare-command '({command})
      eglot-server-programs `((prog-mode . ,hanare-command)))
(defun wait-for (wanted what)
  (with-timeout (30 (error "Waited for %s: %S" what (buffer-string)))
    (while (not (funcall wanted)) (accept-process-output nil 0.02))))
(defun ghost () (and hanare--ghost (overlay-get hanare--ghost 'after-string)))
(defun keys (text) (execute-kbd-macro (kbd text)))
(find-file {file})
(python-mode)
(apply #'eglot (eglot--guess-contact))
(hanare-mode)
(goto-char (point-max))
(switch-to-buffer (current-buffer))
(keys "t o t a l SPC = SPC")
(wait-for #'ghost "ghost text")
(princ (format "ghost %S\\n" (substring-no-properties (ghost))))
(princ (format "text %S\\n" (buffer-string)))
(keys "p r i")
(princ (format "through %S\\n" (substring-no-properties (or (ghost) ""))))
(keys "TAB")
(princ (format "accepted %S\\n" (buffer-string)))
(keys "RET i f SPC x : RET TAB")
(princ (format "indented %S\\n" (buffer-string)))
(keys "挨 拶 SPC = SPC \\" 🎉 \\" SPC + SPC")
(wait-for #'ghost "ghost text after wide characters")
(princ (format "wide %S\\n" (substring-no-properties (ghost))))
(keys "x")
(princ (format "typed %S\\n" (ghost)))
(eglot-shutdown (eglot-current-server))
"""
SCRIPT = """
[[answers]]
after = "total = "
says = "price * count\\n"

[[answers]]
after = '挨拶 = "🎉" + '
says = "名前\\n"
"""


def test_ghost_text(tmp_path: Path) -> None:
    emacs = shutil.which("emacs")
    if emacs is None:
        pytest.skip("NOT TESTED: there is no emacs; apt-get install emacs-nox elpa-eglot")
    file, script, test = (tmp_path / name for name in ("shop.py", "script.toml", "test.el"))
    file.touch()
    script.write_text(SCRIPT, encoding="utf-8")
    command = [sys.executable, "-P", "-m", "hanare", "serve"]
    test.write_text(
        TEST.format(
            client=json.dumps(str(CLIENT)),
            file=json.dumps(str(file)),
            command=" ".join(json.dumps(word) for word in command),
        ),
        encoding="utf-8",
    )
    inherited = {key: value for key, value in os.environ.items() if not key.startswith("HANARE")}
    environment = inherited | {
        "HOME": str(tmp_path),
        "LANG": "C.UTF-8",
        "HANARE__ENGINE__KIND": "scripted",
        "HANARE__ENGINE__SCRIPT": str(script),
        "HANARE__GATE__RECORD": "false",
    }
    done = subprocess.run(
        # With the site's files, since Debian's eglot is found through them.
        [emacs, "--batch", "--no-init-file", "--load", str(test)],
        env=environment,
        capture_output=True,
        encoding="utf-8",
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        'ghost "price * count"',
        'text "total = "',
        'through "ce * count"',
        'accepted "total = price * count"',
        'indented "total = price * count',
        "if x:",
        '    "',
        'wide "名前"',
        "typed nil",
    ]
