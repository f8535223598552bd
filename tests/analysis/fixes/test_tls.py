"""Connections whose other end is checked."""

from __future__ import annotations

from analysis.fixes.mending import Refused, Row, check, find_fix, refusals, table

CHECKED: dict[str, Row] = {
    "requests": (
        "B501",
        "import requests\n«requests.get(u, timeout=1, verify=False)»",
        "import requests\nrequests.get(u, timeout=1)",
    ),
    "a client of httpx": (
        "B501",
        "import httpx\nwith «httpx.Client(verify=False)» as c:\n    pass",
        "import httpx\nwith httpx.Client() as c:\n    pass",
    ),
    "no timeout": (
        "B113",
        "import requests\nrequests.post(u, json=«requests.get(u)».json(), timeout=1)",
        "import requests\nrequests.post(u, json=requests.get(u, timeout=10).json(), timeout=1)",
    ),
    "a timeout that never comes": (
        "B113",
        "import httpx\n«httpx.get(u, timeout=None)»",
        "import httpx\nhttpx.get(u, timeout=10)",
    ),
    "a context": (
        "B323",
        "import ssl\nc = «ssl._create_unverified_context(cafile=f)»",
        "import ssl\nc = ssl.create_default_context(cafile=f)",
    ),
    "a context by its name": (
        "B323",
        "from ssl import _create_unverified_context as make\nc = «make()»",
        (
            "from ssl import _create_unverified_context as make, create_default_context\n"
            "c = create_default_context()"
        ),
    ),
    "a protocol": (
        "B502",
        "import ssl\n«ssl.wrap_socket(s, ssl_version=ssl.PROTOCOL_TLSv1)»",
        "import ssl\nssl.wrap_socket(s, ssl_version=ssl.PROTOCOL_TLS)",
    ),
    "a method": (
        "B502",
        "from OpenSSL import SSL\n«f(method=SSL.SSLv3_METHOD)»",
        "from OpenSSL import SSL\nf(method=SSL.TLS_METHOD)",
    ),
    "a protocol by default": (
        "B503",
        "import ssl\n«def f(a, v=ssl.PROTOCOL_SSLv3):\n    pass»",
        "import ssl\ndef f(a, v=ssl.PROTOCOL_TLS):\n    pass",
    ),
    "a host key": (
        "B507",
        "import paramiko\n«c.set_missing_host_key_policy(paramiko.AutoAddPolicy())»",
        "import paramiko\nc.set_missing_host_key_policy(paramiko.RejectPolicy())",
    ),
    "a host key by its name": (
        "B507",
        (
            "from paramiko import SSHClient, WarningPolicy\n"
            "«c.set_missing_host_key_policy(WarningPolicy)»"
        ),
        (
            "from paramiko import SSHClient, WarningPolicy, RejectPolicy\n"
            "c.set_missing_host_key_policy(RejectPolicy)"
        ),
    ),
}

UNCLEAR: dict[str, Refused] = {
    "somebody decides": ("B501", "import requests\n«requests.get(u, verify=v)»"),
    "a timeout among others": ("B113", "import requests\n«requests.get(u, **o)»"),
    "a timeout of its own": ("B113", "import requests\n«requests.get(u, timeout=t)»"),
    "a function of its own": ("B113", "import requests\n«fetch(u)»"),
    "a context that is told more": (
        "B323",
        "import ssl\nc = «ssl._create_unverified_context(ssl.PROTOCOL_TLS)»",
    ),
    "a certificate": ("B323", "import ssl\nc = «ssl._create_unverified_context(certfile=f)»"),
    "a protocol without a name": ("B502", "import ssl\n«ssl.wrap_socket(s, ssl_version=v)»"),
    "a policy of its own": ("B507", "«c.set_missing_host_key_policy(Mine())»"),
}


@table(CHECKED)
def test_the_other_end_is_checked(rule: str, marked: str, after: str) -> None:
    check(rule, marked, after)


@refusals(UNCLEAR)
def test_what_is_not_clear_stays(rule: str, marked: str) -> None:
    assert find_fix(rule, marked) is None
