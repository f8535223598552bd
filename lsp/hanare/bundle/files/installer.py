"""Installs Hanare from the bundle that this folder is in; install.sh and install.ps1 start it."""

from __future__ import annotations

import sys
from pathlib import Path

from hanare.bundle.installer.command import main

sys.exit(main(Path(__file__).resolve().parents[1]))
