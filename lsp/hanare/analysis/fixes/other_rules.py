"""Which of the rules for other languages than Python has which fix."""

from __future__ import annotations

from collections.abc import Mapping

from hanare.analysis.fixes.code import Mend, first_fix
from hanare.analysis.fixes.shell import Dropped, less_open
from hanare.analysis.fixes.swaps import Swap, octal_mode
from hanare.wording import said

_CHECK = said("Check the certificate")
_COOKIE = said("Protect the cookie")
_SHA256 = said("Use SHA-256 (stored digests change)")
_ZERO = {"0": "1", "0L": "1L", "0l": "1L"}
_STRINGS = ("string_fragment", "string_content", "interpreted_string_literal_content")
_UNSIGNED = frozenset((
    "--allow-unauthenticated", "--allow-untrusted", "--nogpgcheck", "--nosignature",
    "--no-gpg-checks",
))  # fmt: skip

FIXES: Mapping[str, Mend] = {
    "HJS107": Swap({"false": "true", "0": "1"}, _CHECK),
    "HJS108": Swap(
        dict.fromkeys(("md5", "MD5", "sha1", "SHA1", "sha-1", "SHA-1"), "sha256"),
        _SHA256,
        to_agree=True,
    ),
    "HJS114": Swap({"false": "true"}, _COOKIE),
    "HGO102": Swap({"true": "false"}, _CHECK),
    "HGO109": octal_mode,
    "HGO112": Swap(
        dict.fromkeys(("VersionSSL30", "VersionTLS10", "VersionTLS11"), "VersionTLS12"),
        said("Ask for TLS 1.2 at least"),
    ),
    "HJV103": Swap(
        dict.fromkeys(
            (f"{name}{digits}" for name in ("SHA", "SHA-") for digits in ("", "1")), "SHA-256"
        )
        | dict.fromkeys(("MD2", "MD4", "MD5", "md5"), "SHA-256"),
        _SHA256,
        kinds=_STRINGS,
    ),
    "HJV110": Swap({"false": "true"}, _COOKIE),
    "HCC111": octal_mode,
    "HCC113": first_fix(
        Swap({"SSL_VERIFY_NONE": "SSL_VERIFY_PEER"}, _CHECK),
        Swap(_ZERO | {"false": "true"}, _CHECK, beside="CURLOPT_SSL_VERIFYPEER"),
        Swap(dict.fromkeys(_ZERO, "2L"), _CHECK, beside="CURLOPT_SSL_VERIFYHOST"),
    ),
    "HPH109": first_fix(
        Swap(dict.fromkeys(("0", "false", "FALSE"), "2"), _CHECK, beside="CURLOPT_SSL_VERIFYHOST"),
        Swap({"0": "1", "false": "true", "FALSE": "TRUE"}, _CHECK),
    ),
    "HPH110": Swap(
        {"1": "0", "true": "false", "on": "off", "On": "Off"},
        said("Do not show errors"),
    ),
    "HRB103": Swap(
        {"load": "safe_load", "unsafe_load": "safe_load", "unsafe_load_file": "safe_load_file"},
        said("Use safe_load"),
        kinds=("identifier",),
    ),
    "HRB107": Swap({"VERIFY_NONE": "VERIFY_PEER", "false": "true"}, _CHECK),
    "HRB112": Swap({"MD5": "SHA256", "SHA1": "SHA256"}, _SHA256),
    "HSH103": first_fix(
        Dropped(
            frozenset(("--insecure", "--proxy-insecure", "--no-check-certificate")),
            _CHECK,
            letter="k",
        ),
        Swap({"http.sslVerify=false": "http.sslVerify=true"}, _CHECK),
        Swap({"0": "1"}, _CHECK, beside="NODE_TLS_REJECT_UNAUTHORIZED="),
    ),
    "HSH104": less_open,
    "HSH110": Swap(
        {
            f"StrictHostKeyChecking={each}": "StrictHostKeyChecking=accept-new"
            for each in ("no", "off")
        },
        said("Accept new hosts, but no changed keys (accept-new)"),
    ),
    "HSH111": Dropped(_UNSIGNED, said("Check the signature")),
}
