"""Stands in for `Crypto.Cipher.AES`: modes as the real ones, over a function that is not AES.

It encrypts only, and equal blocks become equal or different ones just as with AES.
"""  # noqa: N999  its name

from __future__ import annotations

import hashlib
import hmac
import os
from typing import Any

block_size = 16
MODE_ECB, MODE_CBC, MODE_CTR, MODE_EAX, MODE_GCM = 1, 2, 6, 9, 11
_NONCE_BYTES = {MODE_CTR: 8, MODE_EAX: 16, MODE_GCM: 16}


class Cipher:
    """A cipher for one message."""

    def __init__(self, key: bytes, mode: int, iv: bytes | None, nonce: bytes | None) -> None:
        if len(key) not in (16, 24, 32):
            raise ValueError(f"Incorrect AES key length ({len(key)} bytes)")
        self._key = key
        self._mode = mode
        if mode == MODE_CBC:
            self.iv = self.IV = os.urandom(block_size) if iv is None else bytes(iv)
            if len(self.iv) != block_size:
                raise ValueError("Incorrect IV length (it must be 16 bytes long)")
        elif mode in _NONCE_BYTES:
            self.nonce = os.urandom(_NONCE_BYTES[mode]) if nonce is None else bytes(nonce)

    def encrypt(self, plaintext: bytes) -> bytes:
        """Encrypt the message."""
        if self._mode in _NONCE_BYTES:
            return self._stream(plaintext)
        if len(plaintext) % block_size:
            raise ValueError("Data must be padded to 16 byte boundary in CBC or ECB mode")
        made = []
        last = self.iv if self._mode == MODE_CBC else bytes(block_size)
        for start in range(0, len(plaintext), block_size):
            block = plaintext[start : start + block_size]
            if self._mode == MODE_CBC:
                block = _xor(block, last)
            last = self._block(block)
            made.append(last)
        return b"".join(made)

    def encrypt_and_digest(self, plaintext: bytes) -> tuple[bytes, bytes]:
        """Encrypt and authenticate the message."""
        text = self.encrypt(plaintext)
        return text, self._block(text)

    def _stream(self, text: bytes) -> bytes:
        blocks = -(-len(text) // block_size)
        key = b"".join(self._block(self.nonce + number.to_bytes(8)) for number in range(blocks))
        return _xor(text, key)

    def _block(self, data: bytes) -> bytes:
        return hmac.new(self._key, data, hashlib.sha256).digest()[:block_size]


def new(key: bytes, mode: int, iv: Any = None, *, IV: Any = None, nonce: Any = None,  # noqa: N803  its names
        **_: Any) -> Cipher:  # fmt: skip
    """Make a cipher."""
    return Cipher(key, mode, iv if IV is None else IV, nonce)


def _xor(one: bytes, other: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(one, other, strict=False))
