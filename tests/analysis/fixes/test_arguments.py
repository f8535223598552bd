"""Arguments that come and go, and what is written around them."""

from __future__ import annotations

from analysis.fixes.mending import Row, mended, table

ADDED: dict[str, Row] = {
    "to nothing": ("B113", "import httpx\n«httpx.get()»", "import httpx\nhttpx.get(timeout=10)"),
    "to others": ("B113", "«requests.get(u)»", "requests.get(u, timeout=10)"),
    "behind a comma": ("B113", "«requests.get(u,)»", "requests.get(u, timeout=10,)"),
    "in a line": (
        "B113",
        "«requests.get(\n    u, data=d\n)»",
        "requests.get(\n    u, data=d, timeout=10\n)",
    ),
    "in a line of its own": (
        "B113",
        "«requests.get(\n    u,\n    data=d,\n)»",
        "requests.get(\n    u,\n    data=d,\n    timeout=10,\n)",
    ),
    "without a last comma": (
        "B113",
        "«requests.get(\n    u,\n    data=d  # why\n)»",
        "requests.get(\n    u,\n    data=d,\n    timeout=10  # why\n)",
    ),
    "below a comment": (
        "B113",
        "«requests.get(\n    u,  # where\n)»",
        "requests.get(\n    u,  # where\n    timeout=10,\n)",
    ),
    "beside a comment": (
        "B113",
        "«requests.get(u,  # where\n)»",
        "requests.get(u, timeout=10,  # where\n)",
    ),
    "below the bracket": (
        "B113",
        "x = «requests.get(u,\n                 data=d)»",
        "x = requests.get(u,\n                 data=d,\n                 timeout=10)",
    ),
    "Windows lines": (
        "B113",
        "«requests.get(\r\n\tu,\r\n)»\r\n",
        "requests.get(\r\n\tu,\r\n\ttimeout=10,\r\n)\r\n",
    ),
    "Windows lines below a comment": (
        "B113",
        "«requests.get(\r\n    u,  # where\r\n)»",
        "requests.get(\r\n    u,  # where\r\n    timeout=10,\r\n)",
    ),
    "old Mac lines": (
        "B113",
        "«requests.get(\r\tu,\r)»\r",
        "requests.get(\r\tu,\r\ttimeout=10,\r)\r",
    ),
    "Japanese": (
        "B113",
        "名前 = «requests.get('日本語' , data=名)»  # 注",
        "名前 = requests.get('日本語' , data=名, timeout=10)  # 注",
    ),
}

TAKEN: dict[str, Row] = {
    "the only one": ("B501", "«httpx.get(verify=False)»", "httpx.get()"),
    "the only one in a line": ("B501", "«httpx.get(\n    verify=False,\n)»", "httpx.get()"),
    "the first": ("B501", "«httpx.get(verify=False, url=u)»", "httpx.get(url=u)"),
    "the first in a line": (
        "B501",
        "«httpx.get(\n    verify=False,\n    url=u,\n)»",
        "httpx.get(\n    url=u,\n)",
    ),
    "the last": ("B501", "«httpx.get(u, verify=False)»", "httpx.get(u)"),
    "the last with a comma": ("B501", "«httpx.get(u, verify=False,)»", "httpx.get(u,)"),
    "in the middle": ("B501", "«httpx.get(u, verify=False, data=d)»", "httpx.get(u, data=d)"),
    "the last in a line": (
        "B501",
        "«httpx.get(\n    u,\n    verify=False,\n)»",
        "httpx.get(\n    u,\n)",
    ),
    "the last in a line without a comma": (
        "B501",
        "«httpx.get(\n    u,\n    verify=False\n)»",
        "httpx.get(\n    u\n)",
    ),
    "below a comment": (
        "B501",
        "«httpx.get(\n    u,  # where\n    verify=False,\n    data=d,\n)»",
        "httpx.get(\n    u,  # where\n    data=d,\n)",
    ),
    "between comments": (
        "B501",
        "«httpx.get(\n    # one\n    verify=False,\n    # two\n    url=u,\n)»",
        "httpx.get(\n    # one\n    # two\n    url=u,\n)",
    ),
    "behind a backslash": (
        "B501",
        "«httpx.get(u, \\\n    verify=False)»",
        "httpx.get(u, \\\n    )",
    ),
    "by the argument": ("B501", "httpx.get(u, «verify=False»)", "httpx.get(u)"),
}


@table(ADDED | TAKEN)
def test_only_the_argument_changes(rule: str, marked: str, after: str) -> None:
    assert mended(rule, marked) == after
