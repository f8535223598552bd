"""The guard as a whole."""

from __future__ import annotations

import os

from hanare.silence import kernel, tripwire
from hanare.silence.environment import scrub
from hanare.silence.kernel import WhyNot

_SETTING = "HANARE__NETWORK__OFFLINE"
"""The environment's name of the setting `network.offline`, which our processes go by."""
_OFF = "false"


def keep_silent() -> WhyNot | None:
    """Refuse connections to other machines from now on, here and in what is started from here.

    This cannot be undone. Returns why the kernel does not enforce it; the tripwire holds anyway.
    """
    scrub(os.environ)
    tripwire.set_up()
    return kernel.refuse_sockets()


def speak_freely() -> None:
    """Let the processes that are started from here connect, as the user has chosen."""
    os.environ[_SETTING] = _OFF


def keep_silent_as_told() -> None:
    """Keep silent, in one of our own processes, unless whoever started it chose otherwise."""
    if os.environ.get(_SETTING) != _OFF:
        keep_silent()
