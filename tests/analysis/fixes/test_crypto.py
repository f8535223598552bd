"""Hashes, keys and random numbers."""

from __future__ import annotations

from analysis.fixes.mending import Refused, Row, check, find_fix, refusals, table

BETTER: dict[str, Row] = {
    "a hash": (
        "B324",
        "import hashlib\nx = «hashlib.md5(d)».hexdigest()",
        "import hashlib\nx = hashlib.md5(d, usedforsecurity=False).hexdigest()",
    ),
    "a hash by its name": (
        "B324",
        "from hashlib import new\n«new('SHA1')»",
        "from hashlib import new\nnew('SHA1', usedforsecurity=False)",
    ),
    "a hash that says otherwise": (
        "B324",
        "import hashlib\n«hashlib.sha1(usedforsecurity=True)»",
        "import hashlib\nhashlib.sha1(usedforsecurity=False)",
    ),
    "a key": (
        "B505",
        (
            "from cryptography.hazmat.primitives.asymmetric import rsa\n"
            "«rsa.generate_private_key(public_exponent=65537, key_size=1024)»"
        ),
        (
            "from cryptography.hazmat.primitives.asymmetric import rsa\n"
            "rsa.generate_private_key(public_exponent=65537, key_size=2048)"
        ),
    ),
    "a key by place": (
        "B505",
        (
            "from cryptography.hazmat.primitives.asymmetric import rsa\n"
            "«rsa.generate_private_key(3, 512)»"
        ),
        (
            "from cryptography.hazmat.primitives.asymmetric import rsa\n"
            "rsa.generate_private_key(3, 2048)"
        ),
    ),
    "a choice": (
        "B311",
        "import random\n\nx = «random.choice(a)»",
        "import random\nimport secrets\n\nx = secrets.choice(a)",
    ),
    "a choice by its name": (
        "B311",
        "import secrets\nfrom random import choice\nx = «choice(a)»",
        "import secrets\nfrom random import choice\nx = secrets.choice(a)",
    ),
    "bits": (
        "B311",
        "import random\nimport secrets\nx = «random.getrandbits(64)»",
        "import random\nimport secrets\nx = secrets.randbits(64)",
    ),
    "bytes": (
        "B311",
        "import random\nimport secrets\nx = «random.randbytes(8)»",
        "import random\nimport secrets\nx = secrets.token_bytes(8)",
    ),
    "below a bound": (
        "B311",
        "import random\nimport secrets\nx = «random.randrange(n)»",
        "import random\nimport secrets\nx = secrets.randbelow(n)",
    ),
    "between constants": (
        "B311",
        "import random\nimport secrets\nx = «random.randint(1000, 9999)»",
        "import random\nimport secrets\nx = secrets.randbelow(9000) + 1000",
    ),
    "from zero": (
        "B311",
        "import random\nimport secrets\nx = 2 * «random.randint(0, n)»",
        "import random\nimport secrets\nx = 2 * secrets.randbelow(n + 1)",
    ),
    "from one": (
        "B311",
        "import random\nimport secrets\nx = f(«random.randint(1, self.n)»)",
        "import random\nimport secrets\nx = f(secrets.randbelow(self.n) + 1)",
    ),
    "between variables, in a product": (
        "B311",
        "import random\nimport secrets\nx = 2 * «random.randint(a, b)»",
        "import random\nimport secrets\nx = 2 * (secrets.randbelow(b - a + 1) + a)",
    ),
    "a range": (
        "B311",
        "import random\nimport secrets\nx = «random.randrange(a, 9)»",
        "import random\nimport secrets\nx = secrets.randbelow(9 - a) + a",
    ),
    "between what is worked out": (
        "B311",
        "import random\nx = «random.randint(-1, n + 1)»",
        "import random\nx = random.SystemRandom().randint(-1, n + 1)",
    ),
    "several": (
        "B311",
        "import random as r\nx = ''.join(«r.choices(a, k=8)»)",
        "import random as r\nx = ''.join(r.SystemRandom().choices(a, k=8))",
    ),
    "a generator": (
        "B311",
        "from random import Random\nx = «Random()»",
        "from random import Random, SystemRandom\nx = SystemRandom()",
    ),
}

UNCLEAR: dict[str, Refused] = {
    "crypt": ("B324", "import crypt\n«crypt.mksalt(crypt.METHOD_MD5)»"),
    "a hash with options": ("B324", "import hashlib\n«hashlib.md5(**o)»"),
    "a hash somebody decides on": ("B324", "import hashlib\n«hashlib.md5(usedforsecurity=u)»"),
    "a curve": (
        "B505",
        (
            "from cryptography.hazmat.primitives.asymmetric import ec\n"
            "«ec.generate_private_key(ec.SECT163R2)»"
        ),
    ),
    "a seed": ("B311", "import random\nrandom.seed(1)\nx = «random.choice(a)»"),
    "a generator with a seed": ("B311", "import random\nx = «random.Random(1)»"),
    "arguments from elsewhere": ("B311", "import random\nimport secrets\nx = «random.choice(*a)»"),
    "a function's bare name": ("B311", "from random import random\nx = «random()»"),
    "a taken name": ("B311", "import random\nsecrets = 1\nx = «random.choice(a)»"),
}


@table(BETTER)
def test_the_better_way_is_taken(rule: str, marked: str, after: str) -> None:
    check(rule, marked, after)


@refusals(UNCLEAR)
def test_what_is_not_clear_stays(rule: str, marked: str) -> None:
    assert find_fix(rule, marked) is None
