"""Stands in for `Crypto.Random`."""  # noqa: N999  its name

from os import urandom as get_random_bytes

__all__ = ["get_random_bytes"]
