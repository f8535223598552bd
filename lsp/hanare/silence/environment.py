"""Variables of the environment that lead programs to other machines."""

from __future__ import annotations

from collections.abc import MutableMapping

_NAMES = frozenset((
    "all_proxy", "ftp_proxy", "http_proxy", "https_proxy", "no_proxy", "rsync_proxy", "socks_proxy",
    "curl_ca_bundle", "requests_ca_bundle", "ssl_cert_dir", "ssl_cert_file", "sslkeylogfile",
))  # fmt: skip
_PREFIXES = (
    "hf_", "hugging_face_", "huggingface_", "transformers_", "datasets_", "pip_", "uv_", "otel_",
    "sentry_",
)  # fmt: skip


def is_of_networks(name: str) -> bool:
    """Whether a variable says which machine is asked, through which proxy, and whom to trust."""
    lower = name.lower()
    return lower in _NAMES or lower.startswith(_PREFIXES)


def scrub(environ: MutableMapping[str, str]) -> None:
    """Take such variables away, from what is started from now on as well."""
    for name in [name for name in environ if is_of_networks(name)]:
        del environ[name]
