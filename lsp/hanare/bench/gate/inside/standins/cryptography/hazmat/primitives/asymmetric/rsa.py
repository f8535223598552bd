"""Stands in for RSA in cryptography: keys that have a size and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class RSAPrivateKey:
    """A key."""

    public_exponent: int
    key_size: int
    """Bits."""


def generate_private_key(public_exponent: int, key_size: int, backend: Any = None) -> RSAPrivateKey:
    """Make a key."""
    if key_size < 512:
        raise ValueError("key_size must be at least 512-bits.")
    return RSAPrivateKey(public_exponent, key_size)
