"""An installed Hanare's installer, for changing to versions beside it and for uninstalling."""

from __future__ import annotations

import sys

from hanare.bundle.installer.command import main

if __name__ == "__main__":
    sys.exit(main(bundle=None))
