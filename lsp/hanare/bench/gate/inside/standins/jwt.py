"""Stands in for PyJWT, with HMAC only: it signs, verifies and refuses as PyJWT does."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Sequence
from typing import Any

_DIGESTS = {"HS256": hashlib.sha256, "HS384": hashlib.sha384, "HS512": hashlib.sha512}


class PyJWTError(Exception):
    """Any failure."""


class InvalidTokenError(PyJWTError):
    """The token cannot be trusted."""


class DecodeError(InvalidTokenError):
    """It cannot be read."""


class InvalidSignatureError(DecodeError):
    """Its signature is wrong."""


class ExpiredSignatureError(InvalidTokenError):
    """It is too old."""


class InvalidAlgorithmError(InvalidTokenError):
    """Its algorithm is none of those allowed."""


class MissingRequiredClaimError(InvalidTokenError):
    """It lacks a claim that was asked for."""


def encode(
    payload: dict[str, Any], key: Any, algorithm: str | None = "HS256", headers: Any = None
) -> str:
    """Return a signed token."""
    claims = {
        name: int(value.timestamp()) if hasattr(value, "timestamp") else value
        for name, value in payload.items()
    }
    head = {"alg": algorithm or "none", "typ": "JWT"} | (headers or {})
    signed = ".".join(_pack(json.dumps(each).encode()) for each in (head, claims))
    return f"{signed}.{_pack(_sign(signed, key, head['alg']))}"


def decode(
    jwt: str | bytes,
    key: Any = "",
    algorithms: Sequence[str] | None = None,
    options: dict[str, Any] | None = None,
    **_: Any,
) -> dict[str, Any]:
    """Return the claims of a token, verified unless the options say otherwise."""
    token = jwt.decode() if isinstance(jwt, bytes) else jwt
    options = options or {}
    verify = bool(options.get("verify_signature", True))
    head, claims, signature = _split(token)
    if verify:
        if not algorithms:
            raise DecodeError('It is required that you pass in a value for the "algorithms"')
        if head.get("alg") not in algorithms:
            raise InvalidAlgorithmError("The specified alg value is not allowed")
        expected = _sign(token.rpartition(".")[0], key, head["alg"])
        if not hmac.compare_digest(expected, signature):
            raise InvalidSignatureError("Signature verification failed")
    if options.get("verify_exp", verify) and claims.get("exp", time.time() + 1) <= time.time():
        raise ExpiredSignatureError("Signature has expired")
    for name in options.get("require", ()):
        if name not in claims:
            raise MissingRequiredClaimError(name)
    return claims


def get_unverified_header(jwt: str) -> dict[str, Any]:
    """Return a token's header, which anybody may have written."""
    return _split(jwt)[0]


def _split(token: str) -> tuple[dict[str, Any], dict[str, Any], bytes]:
    try:
        head, claims, signature = token.split(".")
        return json.loads(_unpack(head)), json.loads(_unpack(claims)), _unpack(signature)
    except (ValueError, AttributeError) as error:
        raise DecodeError("Not enough segments") from error


def _sign(text: str, key: Any, algorithm: str) -> bytes:
    if algorithm == "none":
        return b""
    secret = key.encode() if isinstance(key, str) else key
    return hmac.new(secret, text.encode(), _DIGESTS[algorithm]).digest()


def _pack(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _unpack(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
