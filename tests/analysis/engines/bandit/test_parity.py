"""The same findings as Bandit's own, everywhere."""

from __future__ import annotations

import random
import subprocess
import sys
import sysconfig
import tarfile
from collections.abc import Iterable
from pathlib import Path

import pytest

from hanare.analysis.catalogue import helps

from analysis.engines.bandit.peer import by_bandit, by_us

SNIPPETS = {
    "a name from an alias": "import os as s\ns.system(x)\ns.popen('ls')",
    "a name imported later": "f(x)\nfrom os import system as f\nf(x)",
    "a name from a module above": "from . import pickle as p\np.loads(x)",
    "a name of the import itself": "from x import y as __import__\n__import__('telnetlib')",
    "imports by call": (
        "import importlib\n__import__('pickle')\n__import__(a)\n__import__()\n"
        "importlib.import_module('subprocess')\nimportlib.import_module(name='ftplib')"
    ),
    "chained calls": "a.b().c.run(debug=True)\nimport flask\na.b().c.run(debug=True)",
    "a call of a call": "f()(shell=True)\n(lambda: 1)(password='x')",
    "keywords for any call": "f(shell=True)\nf(shell=x, method='SSLv3_METHOD', token='t')",
    "a test that fails": "import tarfile\ntar.extractall(members=self.f())\nf(**'x', password='y')",
    "an unhashable set": "f({[1]}, shell=True)\nf(shell=True, a={[1]})",
    "messages with nodes": "import tarfile\ntar.extractall(members=[1])\nos.chmod({1: 2}, 0o777)",
    "passwords": (
        "password = 'a'\nx.token = y = 'b'\nd['pwd'] = 'c'\n'secret'['pwd'] = 'd'\n"
        "e = {'password': 'f', **g, 'token': None, 'pwd': h}\nif password == 'i' == 'j': pass\n"
        "if 'k' == password: pass\nif x.secret != 'l': pass\npassword: str = 'm'\n"
        "a[b]['token'] = 'n'\nd['pwd']['x'] = 'o'\npassword, b = 'p', 'q'\nd['pwd'] = 'r' + 's'"
    ),
    "passwords of functions": (
        "def f(a, password='x'): pass\ndef f(password='x', /, b='y'): pass\n"
        "def f(*, password='x'): pass\nasync def f(password='x'): pass\n"
        "def f(token=None, pwd=1, secret='s'): pass\nf(password='x', token='y')"
    ),
    "versions of TLS": "import ssl\ndef f(v=ssl.PROTOCOL_SSLv3, w=ssl.PROTOCOL_TLSv1): pass",
    "strings that are no docstrings": (
        "'''0.0.0.0'''\nx = '0.0.0.0'\nf'/tmp/{x}'\nf'{x}/tmp'\n'/tmp' + x\n('/tmp')\n"
        "'/tmp'.join(x)\nmatch x:\n    case '/tmp': pass\nf'{x:/tmp}'\nb'/tmp'"
    ),
    "SQL": (
        "a = 'select a from b where c = ' + d\nexecute('select a' + ' from b')\n"
        "x.execute('delete ' + 'from a' + b)\n'insert' + ' into' + a + ' values ('\n"
        "'a' + 'select b' + c + 'from d '\n('update a ' + b) * 2 % 'set c '\n"
        "f'select {a} from {b} '\nexecute(f'{a} select b from {c}')\n"
        "executemany('select a from {} '.format(b))\nexecute('select a from b '.replace(c, d))\n"
        "execute('select a from b '.format)\n'select a from b '.format\nx('select a from b ')\n"
        "a = 'select b' 'from c' % d\nexecute(x='select a from b ' % c)\n"
        "f'select a' + f'{b} from c'\n'\u017felect a from b ' % c\n"
        "('a' % b)('select a from b ' + c)"
    ),
    "exceptions": (
        "try: pass\nexcept: pass\ntry: pass\nexcept Exception: pass\ntry: pass\nexcept E: pass\n"
        "for x in y:\n    try: pass\n    except: continue\n"
        "try: pass\nexcept* Exception: pass\ntry: pass\nexcept:\n    pass\n    pass"
    ),
    "safe strings": (
        "from django.utils.safestring import mark_safe\nx = 'a'\ny = x\nmark_safe(y)\n"
        "def f(a, *b):\n    c = 'x'\n    for d in b:\n        c = '{}'.format(c)\n"
        "    mark_safe(c)\n"
        "    mark_safe(a)\n    mark_safe('%s' % c)\n    mark_safe('{}{}'.format(c, a))\n"
        "    with g() as c:\n        mark_safe(c)\nclass A:\n    mark_safe(x)\n    mark_safe(z)"
    ),
    "bidirectional characters": "x = 1\ny = 'a\u202eb\u2066'  # \u202b\nz = '\u200f'",
    "letters of full width": "\uff45\uff58\uff45\uff43(x)\n\uff45val(y)",
    "parts of Windows lines": "x = 1\r\neval(\r\n  y)\r\nf(shell\\\r\n=True)\r\n",
    "decorators after the body": "@f(shell=True)\ndef g():\n    from a import f\n",
    "deep in everything": (
        "async def f():\n    async with a(shell=True) as b, c:\n"
        "        await [eval(x) async for x in y]\n"
        "        return {k: eval(v) for k, v in w if exec(z)}, (yield eval(1))\n"
        "        x[eval(2):eval(3)]\n"
        "class A(B, metaclass=eval(x)):\n    x: eval(y) = eval(z)\n    del a[eval(1)]\n"
        "match eval(x):\n    case A(b=1) if eval(y): pass\nassert eval(x), eval(y)\n"
        "lambda a=eval(x): eval(y)\nwhile (z := eval(x)): raise eval(y) from eval(z)\n"
        "f(*eval(x), **eval(y))\nglobal q\nq += eval(x)\nprint(f'{eval(x)!r:{eval(y)}}')"
    ),
}


@pytest.fixture(scope="module")
def snippets() -> dict[str, str]:
    explained = {id_: help_ for id_, help_ in helps().items() if id_[0] == "B"}
    return (
        SNIPPETS
        | {f"{id_}, bad": help_.bad for id_, help_ in explained.items()}
        | {f"{id_}, good": help_.good for id_, help_ in explained.items()}
    )


def test_snippets_have_the_same_findings(snippets: dict[str, str]) -> None:
    peers = by_bandit(list(snippets.values()))
    theirs = {name: peer.found for name, peer in zip(snippets, peers, strict=True)}
    assert [peer.skipped for peer in peers] == [""] * len(snippets)
    assert {name: by_us(text) for name, text in snippets.items()} == theirs
    # The comparison is worth something: every test of Bandit's finds something.
    ids = {each[0] for found in theirs.values() for each in found}
    assert len(ids) == 75


@pytest.fixture(scope="session")
def examples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Bandit's own examples, which only its source distribution has."""
    arrived = tmp_path_factory.mktemp("bandit")
    command = [
        *(sys.executable, "-m", "pip", "download", "bandit==1.9.4", "--dest", str(arrived)),
        *("--no-deps", "--no-binary", "bandit", "--disable-pip-version-check", "--quiet"),
    ]
    subprocess.run(command, check=True, timeout=300)
    with tarfile.open(arrived / "bandit-1.9.4.tar.gz") as archive:
        archive.extractall(arrived, filter="data")
    return arrived / "bandit-1.9.4" / "examples"


@pytest.mark.slow
def test_bandits_examples_have_the_same_findings(examples: Path) -> None:
    texts = _texts(examples.rglob("*.py"))
    peers = by_bandit(list(texts.values()))
    unparsed = {path.name for path, peer in zip(texts, peers, strict=True) if peer.skipped}
    assert unparsed == {"nonsense.py", "nonsense2.py", "new_candidates-none.py"}
    assert sum(peer.found.total() for peer in peers) == 647
    for (path, text), peer in zip(texts.items(), peers, strict=True):
        if not peer.skipped:
            assert by_us(text) == peer.found, path.name


@pytest.mark.slow
def test_the_standard_library_has_the_same_findings() -> None:
    paths = sorted(Path(sysconfig.get_path("stdlib")).rglob("*.py"))
    texts = _texts(random.Random(1).sample(paths, 400))
    peers = by_bandit(list(texts.values()))
    assert sum(peer.found.total() for peer in peers) > 1_000
    for (path, text), peer in zip(texts.items(), peers, strict=True):
        if not peer.skipped:
            assert by_us(text) == peer.found, str(path)


def _texts(paths: Iterable[Path]) -> dict[Path, str]:
    return {path: path.read_bytes().decode(errors="replace") for path in paths}
