"""Verifies a bundle and installs from it.

A bundle carries these modules with `hanare.errors` and `hanare.wording`, and nothing else runs
before Hanare is installed: they need Python's standard library alone.
"""
