"""Bandit itself, imported without what its import does to a process.

The only importer of bandit: what the other modules use of it is named here.
"""

from __future__ import annotations

import logging
import os
import warnings

from stevedore import _cache as entry_points

for _name in ("bandit", "stevedore"):  # neither may write to the terminal or the log
    _logger = logging.getLogger(_name)
    _logger.addHandler(logging.NullHandler())
    _logger.propagate = False

# What stevedore finds it would keep in a folder of its own in the user's cache, and read it there.
entry_points._c._dir = os.devnull  # noqa: SLF001 - there is no other way but a file in that folder
entry_points._c._disable_caching = True  # noqa: SLF001

_formatwarning = warnings.formatwarning
with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # its way of looking for plugins is deprecated
    from bandit.core.blacklisting import blacklist
    from bandit.core.context import Context
    from bandit.core.extension_loader import MANAGER
    from bandit.plugins import django_xss
    from bandit.plugins.general_hardcoded_password import RE_CANDIDATES as PASSWORD_NAMES
warnings.formatwarning = _formatwarning  # Bandit puts its own there

__all__ = ["MANAGER", "PASSWORD_NAMES", "Context", "blacklist", "django_xss"]
