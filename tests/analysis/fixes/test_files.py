"""Files: rights, temporary names, archives."""

from __future__ import annotations

from analysis.fixes.mending import Refused, Row, check, find_fix, refusals, table

SAFER: dict[str, Row] = {
    "everybody may everything": (
        "B103",
        "import os\n«os.chmod(p, 0o777)»",
        "import os\nos.chmod(p, 0o700)",
    ),
    "others may run it": (
        "B103",
        "import os\n«os.chmod(p, 0o755)»",
        "import os\nos.chmod(p, 0o700)",
    ),
    "others may write": (
        "B103",
        "import os\n«os.chmod(p, 0o666)»",
        "import os\nos.chmod(p, 0o644)",
    ),
    "a group may write": (
        "B103",
        "import os\n«os.chmod(p, 0o0660)»",
        "import os\nos.chmod(p, 0o0640)",
    ),
    "an archive": (
        "B202",
        "import tarfile\nwith tarfile.open(p) as t:\n    «t.extractall(d)»",
        'import tarfile\nwith tarfile.open(p) as t:\n    t.extractall(d, filter="data")',
    ),
    "an archive with members": (
        "B202",
        "import tarfile, zipfile\nt = tarfile.open(p)\n«t.extractall(d, members=m)»",
        'import tarfile, zipfile\nt = tarfile.open(p)\nt.extractall(d, members=m, filter="data")',
    ),
    "an archive that is trusted": (
        "B202",
        "import tarfile\n«tarfile.open(p).extractall(filter='fully_trusted')»",
        'import tarfile\ntarfile.open(p).extractall(filter="data")',
    ),
    "a temporary file": (
        "B306",
        "import tempfile\np = «tempfile.mktemp('x')»\nwith open(p, 'w') as f:\n    f.write(p)",
        "import tempfile\nfd, p = tempfile.mkstemp('x')\nwith open(fd, 'w') as f:\n    f.write(p)",
    ),
    "a temporary file, by names": (
        "B306",
        "from tempfile import mktemp\nfd = 1\np = «mktemp()»\n# why\nf = open(p, 'wb', 0)",
        (
            "from tempfile import mktemp, mkstemp\nfd = 1\ntemp_fd, p = mkstemp()\n# why\n"
            "f = open(temp_fd, 'wb', 0)"
        ),
    ),
}

UNCLEAR: dict[str, Refused] = {
    "a mode in a variable": ("B103", "import os\n«os.chmod(p, mode)»"),
    "a mode in decimals": ("B103", "import os\n«os.chmod(p, 511)»"),
    "another archive": (
        "B202",
        "import tarfile, zipfile\nt = zipfile.ZipFile(p)\n«t.extractall(d)»",
    ),
    "an archive from elsewhere": ("B202", "import tarfile\ndef f(t):\n    «t.extractall(d)»"),
    "a filter of its own": (
        "B202",
        "import tarfile\nt = tarfile.open(p)\n«t.extractall(filter=f)»",
    ),
    "a name that goes elsewhere": ("B306", "import tempfile\np = «tempfile.mktemp()»\nf(p)"),
    "a name at the end": ("B306", "import tempfile\np = «tempfile.mktemp()»"),
    "a name for a folder": ("B306", "import tempfile\np = «tempfile.mktemp()»\nos.mkdir(p)"),
    "a name that is read": ("B306", "import tempfile\np = «tempfile.mktemp()»\nf = open(p, 'r')"),
    "another name is opened": (
        "B306",
        "import tempfile\np = «tempfile.mktemp()»\nf = open(q, 'w')",
    ),
    "no name": ("B306", "import tempfile\nf = open(«tempfile.mktemp()», 'w')"),
    "an attribute": ("B306", "import tempfile\ns.p = «tempfile.mktemp()»\nf = open(s.p, 'w')"),
}


@table(SAFER)
def test_files_are_safer(rule: str, marked: str, after: str) -> None:
    check(rule, marked, after)


@refusals(UNCLEAR)
def test_what_is_not_clear_stays(rule: str, marked: str) -> None:
    assert find_fix(rule, marked) is None
