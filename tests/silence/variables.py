"""The environment of a machine that goes through proxies and mirrors, all of them out of reach."""

from __future__ import annotations

_PROXY = "http://192.0.2.1:3128"
_INDEX = "https://192.0.2.1/simple"

OF_NETWORKS = {
    "ALL_PROXY": "socks5h://192.0.2.1:1080", "all_proxy": "socks5h://192.0.2.1:1080",
    "FTP_PROXY": _PROXY, "ftp_proxy": _PROXY,
    "HTTP_PROXY": _PROXY, "http_proxy": _PROXY,
    "HTTPS_PROXY": _PROXY, "https_proxy": _PROXY,
    "NO_PROXY": "*", "no_proxy": "*",
    "CURL_CA_BUNDLE": "/nowhere/ca.pem", "REQUESTS_CA_BUNDLE": "/nowhere/ca.pem",
    "SSL_CERT_FILE": "/nowhere/ca.pem", "SSL_CERT_DIR": "/nowhere",
    "SSLKEYLOGFILE": "/nowhere/keys",
    "HF_ENDPOINT": _INDEX, "HF_HOME": "/nowhere", "HF_HUB_CACHE": "/nowhere",
    "HF_HUB_OFFLINE": "0", "HF_HUB_ENABLE_HF_TRANSFER": "1", "HF_TOKEN": "hf_" + "x" * 34,
    "HUGGINGFACE_HUB_CACHE": "/nowhere", "HUGGING_FACE_HUB_TOKEN": "hf_" + "x" * 34,
    "TRANSFORMERS_CACHE": "/nowhere", "TRANSFORMERS_OFFLINE": "0", "DATASETS_CACHE": "/nowhere",
    "PIP_INDEX_URL": _INDEX, "PIP_EXTRA_INDEX_URL": _INDEX, "PIP_PROXY": _PROXY,
    "PIP_CERT": "/nowhere/ca.pem", "PIP_CONFIG_FILE": "/nowhere/pip.conf", "PIP_NO_INDEX": "0",
    "UV_INDEX_URL": _INDEX,
    "OTEL_EXPORTER_OTLP_ENDPOINT": "http://192.0.2.1:4317", "SENTRY_DSN": "https://k@192.0.2.1/1",
}  # fmt: skip
"""Variables by their names."""
