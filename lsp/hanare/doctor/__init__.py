"""Whether Hanare can work on this machine: what was found, and what to do about it.

Each check is a function of what was looked up: it returns a `Check` and does nothing. What looks
things up is in `examination`.
"""
