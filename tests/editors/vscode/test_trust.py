"""A workspace that VS Code does not trust: the extension works, and heeds no setting of it."""

from __future__ import annotations

import pytest

from editors.vscode.conftest import open_workbench

pytestmark = pytest.mark.editor


@pytest.mark.usefixtures("workbench")  # which skips where VS Code cannot be tested
def test_an_untrusted_workspace_chooses_nothing(tmp_path_factory: pytest.TempPathFactory) -> None:
    opened = open_workbench(tmp_path_factory.mktemp("untrusted"), trusting=False)
    try:
        opened.wait(
            lambda: "Restricted Mode" in " ".join(opened.texts(".statusbar-item")),
            "that the workspace is not trusted",
        )
        # Its settings name another server, and switch suggestions off.
        opened.ready()
        opened.open("untrusted.py")
        opened.begins_to_suggest("total = ", "price * count")
        opened.screenshot("untrusted")
    finally:
        opened.close()
