"""Secrets: what is found, exactly, and what only looks like one."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from hashlib import sha256

import pytest

from hanare.analysis.catalogue import helps, rules
from hanare.analysis.engines.secrets import detect
from hanare.analysis.engines.secrets_doubts import looks_random
from hanare.analysis.engines.secrets_formats import FORMATS
from hanare.analysis.engines.secrets_named import PASSWORD_RULE, RANDOM_RULE
from hanare.analysis.finding import Origin
from hanare.analysis.source import Source
from hanare.errors import UsageError

from analysis.engines.secret_samples import (
    ALNUM,
    BASE64,
    HEXADECIMAL,
    KNOWN,
    PLACED,
    UPPER,
    WORD,
    drawn,
    private_key,
)

PLACES = {
    "Python": ("python", 'client = Client("{}")\n'),
    "two in a line": ("python", 'f("{}", 1)  # é not "AKIA" alone\r\n'),
    "JSON": ("json", '{{"a": ["{}"]}}'),
    "YAML": ("yaml", "service:\n  - {}\n"),
    "a file of variables": ("plaintext", "# 鍵\nVALUE={}\n"),
    "prose": ("markdown", "Use `{}` to log in.\n"),
    "prose without marks": ("markdown", "The value is {}, as before.\n"),
    "a shell": ("shellscript", "login --with {}\n"),
    "after an escaped line break": ("json", '{{"source": "a\\n{}\\n"}}'),
    "at the ends of the text": ("plaintext", "{}"),
    "an XML element": ("xml", "<a>{}</a>"),
}


def _found(text: str, language: str = "python", path: str = "") -> list[tuple[str, str]]:
    return [
        (each.rule, text[each.span.start : each.span.end])
        for each in detect(Source(text, language, path))
    ]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("kind", KNOWN)
def test_known_forms_are_found_in_any_text(kind: str, place: str) -> None:
    rule, secret = KNOWN[kind]
    language, template = PLACES[place]
    text = template.format(secret)
    assert _found(text, language) == [(rule, secret)]


@pytest.mark.parametrize("kind", PLACED)
def test_others_are_found_by_their_place(kind: str) -> None:
    rule, template, language, secret = PLACED[kind]
    text = template.format(secret)
    assert _found(text, language) == [(rule, secret)]


PRIVATE_KEYS = {
    "RSA": private_key() + "-----END RSA PRIVATE KEY-----\n",
    "PKCS 8": private_key("", begin="MIIEvQIBADANBgkqhkiG9w0B") + "-----END PRIVATE KEY-----\n",
    "encrypted": private_key("ENCRYPTED ") + "-----END ENCRYPTED PRIVATE KEY-----\n",
    "an elliptic curve": private_key("EC ", begin="MHcCAQEEI") + "-----END EC PRIVATE KEY-----\n",
    "OpenSSH": private_key("OPENSSH ", begin="b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQ")
    + "-----END OPENSSH PRIVATE KEY-----\n",
    "in a string": f'key = """{private_key()}-----END RSA PRIVATE KEY-----"""',
    "in JSON": f'{{"key": "{private_key("", chr(92) + "n")}-----END PRIVATE KEY-----"}}',
    "with headers": private_key().replace("MII", "Proc-Type: 4,ENCRYPTED\n\nMII", 1) + "-----END",
    "without an end": private_key(),
}


@pytest.mark.parametrize("kind", PRIVATE_KEYS)
def test_a_private_key_is_found_with_all_its_lines(kind: str) -> None:
    text = PRIVATE_KEYS[kind]
    [(rule, secret)] = _found(text, "plaintext")
    assert rule == "HSC101"
    assert secret.startswith("-----BEGIN")
    assert [line for line in text.split("\n") if len(line) == 64 and line not in secret] == []


def test_a_putty_key_is_found() -> None:
    body = "\n".join(drawn(BASE64, 64) for _ in range(4))
    text = (
        f"PuTTY-User-Key-File-2: ssh-rsa\nEncryption: none\nPublic-Lines: 4\n{body}\nPrivate-MAC: "
    )
    [(rule, secret)] = _found(text, "plaintext")
    assert rule == "HSC101"
    assert body in secret


NO_SECRETS = {
    "an example of AWS": ("python", 'key = "AKIAIOSFODNN7EXAMPLE"'),
    "the secret of that": (
        "dotenv", "AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\n",
    ),
    "crosses": ("python", 'token = "ghp_' + 36 * "x" + '"'),
    "one character": ("yaml", "token: ghp_" + 36 * "0"),
    "the alphabet": ("python", 'token = "ghp_abcdefghijklmnopqrstuvwxyz0123456789"'),
    "a number that counts up": ("python", 'token = "xoxb-123456789012-123456789012-abcdefghijkl"'),
    "in angle brackets": ("yaml", "api_key: <your-api-key-a1b2c3d4>"),
    "a variable of the shell": ("yaml", "password: ${DB_PASSWORD_2}"),
    "a variable without braces": ("shellscript", "API_TOKEN=$TOKEN_a1b2c3d4e5f6g7"),
    "a template": ("yaml", "token: {{ vault.a1b2c3d4e5f6g7h8 }}"),
    "an expression of a workflow": ("yaml", "token: ${{ secrets.GITHUB_TOKEN_A1B2C3 }}"),
    "the environment": ("python", 'api_key = os.environ["API_KEY_a1b2c3d4"]'),
    "a lookup": ("javascript", "const token = process.env.API_KEY_a1b2c3d4;"),
    "a call": ("python", 'token = fetch("a1b2c3d4e5f6g7h8i9j0k1l2")'),
    "a variable": ("python", "token = a1b2c3d4e5f6g7h8i9j0k1l2m3"),
    "words": ("python", 'secret = "correct-horse-battery-staple-2024"'),
    "a name in capitals": ("python", 'TOKEN_NAME = "MY_SERVICE_ACCESS_TOKEN_V2"'),
    "a digest": ("python", f'password_sha256 = "{drawn(HEXADECIMAL, 64)}"'),
    "a commit": ("python", f'revision = "{drawn(HEXADECIMAL, 40)}"'),
    "a commit beside a key": ("yaml", f"key_commit: {drawn(HEXADECIMAL, 40)}"),
    "integrity": ("json", f'{{"integrity": "sha512-{drawn(BASE64, 86)}=="}}'),
    "a hashed password": ("yaml", f"password: $2b$12${drawn(ALNUM, 53)}"),
    "a salted hash": ("yaml", f"password: pbkdf2_sha256$260000${drawn(ALNUM, 43)}="),
    "a UUID": ("yaml", "token: 5f7c1a3e-9b2d-4c68-a1f0-7e3d9c5b2a41"),
    "an id": ("python", f'api_key_id = "{drawn(ALNUM, 20)}"'),
    "an address": ("python", 'token_url = "https://login.a1.b2.example/oauth2/v2.0/t0k3n"'),
    "a file": ("python", 'secret = "conf/a1b2c3/d4e5f6g7.pem"'),
    "a public key": ("yaml", f"public_key: {drawn(BASE64, 86)}"),
    "an SSH key": ("yaml", f"ssh_authorized_keys: ssh-ed25519 {drawn(BASE64, 68)} a@b"),
    "a certificate": (
        "plaintext",
        f"-----BEGIN CERTIFICATE-----\nMII{drawn(BASE64, 61)}\n-----END CERTIFICATE-----",
    ),
    "an image": ("html", f'<img src="data:image/png;base64,iVBOR{drawn(BASE64, 900)}">'),
    "the mention of a key": ("python", 'if "-----BEGIN RSA PRIVATE KEY-----" in text: load(text)'),
    "a key left out": (
        "python", 'K = """-----BEGIN PRIVATE KEY-----\n...\n-----END PRIVATE KEY-----"""',
    ),
    "a pattern for keys": ("python", 're.compile(r"AKIA[0-9A-Z]{16}|ghp_[A-Za-z0-9]{36}")'),
    "a page's token": ("json", f'{{"NextToken": "{drawn(ALNUM, 40)}"}}'),
    "a sample token": (
        "markdown",
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIiwiaWF0Ijo3fQ."
        + drawn(ALNUM, 43),
    ),
    "no token": ("python", f'x = "eyJhbGciOiJIUzI1NiJ9x.eyJhbGciOiJIUzI1NiJ9x.{drawn(ALNUM, 43)}"'),
    "a URL without a password": ("python", 'u = "https://a.example:8443/x@y"'),
    "a URL of documentation": ("markdown", "postgres://user:password@localhost/db"),
    "a URL of an example": ("markdown", "http://joe:s3cr3tly@www.example.com/"),
    "a user who is the password": ("yaml", "postgres://postgres:postgres@db/app"),
    "a URL with variables": ("python", 'f"https://{user}:{password}@host"'),
    "a mail after a port": ("markdown", "http://host:8080/a mail@host"),
    "part of a longer word": ("python", f'x = "{drawn(ALNUM, 10)}AKIA{drawn(ALNUM, 40)}"'),
    "a header from a variable": ("python", 'h = {"Authorization": f"Bearer {token}"}'),
    "a label": ("json", '{"password": "Password", "secret": "Enter secret"}'),
    "a reference to a secret": ("yaml", "secretName: database-password-v2"),
    "a null": ("yaml", "password: null\nsecret: false\n"),
    "a number": ("yaml", "password: 123456\n"),
    "a comment": ("yaml", "# the password: see wiki/page2\n"),
    "an empty text": ("python", ""),
}  # fmt: skip


@pytest.mark.parametrize("case", NO_SECRETS)
def test_what_is_no_secret_is_not_reported(case: str) -> None:
    language, text = NO_SECRETS[case]
    assert _found(text, language) == []


GENERATED = ("package-lock.json", "a/poetry.lock", "go.sum", "app.js.map", "logo.svg")


@pytest.mark.parametrize("path", GENERATED)
def test_random_values_in_generated_files_are_not_reported(path: str) -> None:
    text = f'{{"token": "{drawn(ALNUM, 32)}"}}'
    assert _found(text, "json", path) == []
    assert [rule for rule, _ in _found(text, "json", "settings.json")] == [RANDOM_RULE]


@pytest.mark.parametrize("path", GENERATED)
def test_known_forms_in_generated_files_are_reported(path: str) -> None:
    rule, secret = KNOWN["a GitHub token"]
    assert _found(f'{{"token": "{secret}"}}', "json", path) == [(rule, secret)]


SETTINGS = {
    ".env": True, "app/.env.production": True, "app.ini": True, "conf/db.properties": True,
    "notes.txt": False, "env.txt": False, "": False,
}  # fmt: skip


@pytest.mark.parametrize("path", SETTINGS)
def test_short_passwords_are_looked_for_in_settings(path: str) -> None:
    expected = [(PASSWORD_RULE, "tr0ub4dor")] if SETTINGS[path] else []
    assert _found("DB_PASSWORD=tr0ub4dor\n", "plaintext", path) == expected


def test_all_are_found_in_order() -> None:
    secrets = [KNOWN[kind] for kind in ("a Stripe key", "a GitHub token", "an AWS access key")]
    text = "".join(f'token = "{secret}"\n' for _, secret in secrets)
    assert _found(text) == secrets


def test_the_known_form_is_preferred() -> None:
    rule, secret = KNOWN["a Google key"]
    assert _found(f'api_key = "{secret}"') == [(rule, secret)]
    text = f'api_key = "{drawn(ALNUM, 20)}:{secret}"'
    assert _found(text) == [(rule, secret)]
    [found] = detect(Source(text, "python"))
    assert [text[each.start : each.end] for each in found.secrets] == [text[11:-1]]


def test_nothing_tells_the_secret_but_its_place() -> None:
    for _, secret in KNOWN.values():
        [found] = detect(Source(f'"{secret}"', "python"))
        assert secret not in repr(found)
        assert found.origin is Origin.SECRETS
        assert found.secrets == (found.span,)


ALLOWED = {
    "a pattern": ("^AKIA", True),
    "another pattern": ("^ASIA", False),
    "its digest": ("sha256:{}", True),
    "its digest in capitals": ("sha256: {upper}", True),
    "another's digest": ("sha256:" + 64 * "0", False),
}


@pytest.mark.parametrize("case", ALLOWED)
def test_allowed_secrets_are_not_reported(case: str) -> None:
    entry, is_allowed = ALLOWED[case]
    _, secret = KNOWN["an AWS access key"]
    digest = sha256(secret.encode()).hexdigest()
    entry = entry.format(digest, upper=digest.upper())
    found = detect(Source(f'k = "{secret}"', "python"), [entry])
    assert (found == []) is is_allowed


def test_a_pattern_that_is_none_is_an_error_with_a_remedy() -> None:
    with pytest.raises(UsageError) as caught:
        detect(Source("", "python"), ["("])
    assert caught.value.remedy


BAITS = [
    *dict.fromkeys(hint for each in FORMATS for hint in each.hints),
    "eyJ.", "eyJaaaaaaaaaa.eyJaaaaaaa.", "://:", "://a:a", "sk-ant-api03-" + 79 * "a", "=", "= ",
    "=a", "a", " ", "::::", "'", 'key": "', "token=a1b2c3d4e5f6g7h8 ", "token='Q1w2E3r4T5y6U7i8'",
    "-----BEGIN PRIVATE KEY-----", "-----BEGIN PRIVATE KEY-----\nMIIG9w0BAQEFAASCBugwggbk1x2\n",
    "PuTTY-User-Key-File-2: MIIG9w0BAQEFAASCBugwggbk1", "Authorization: Bearer ", "xoxb-1-",
    "xapp-1-AAAAAAAA-11111111-", "0000000000:", "\\n", "value: a1b2c3d4e5f6g7h8 name: token ",
]  # fmt: skip


@pytest.mark.parametrize("bait", BAITS)
@pytest.mark.parametrize("start", ["", 'token = "', "AKIA"])
def test_no_line_takes_long(start: str, bait: str) -> None:
    text = start + bait * (100_000 // len(bait))
    begun = time.process_time()
    detect(Source(text, "yaml", ".env"))
    # Linear takes 0.2 s at worst, quadratic a minute.
    assert time.process_time() - begun < 3


def test_every_rule_is_found_by_something_and_explained() -> None:
    own = {each for each in rules() if each.startswith("HSC")}
    assert own == {each.rule for each in FORMATS} | {"HSC101", RANDOM_RULE, PASSWORD_RULE}
    assert own <= helps().keys()


_WITHOUT_NETWORK = """
import sys

def watch(event, arguments):
    if event.startswith("socket."):
        raise SystemExit(f"network: {event}")

sys.addaudithook(watch)
from hanare.analysis.engines.secrets import detect
from hanare.analysis.source import Source

detect(Source("def f(x):\\n    return x  # nothing here that could be a secret\\n", "python"))
assert "detect_secrets" not in sys.modules, "imported without need"
found = detect(Source(sys.stdin.read(), "plaintext"))
assert "detect_secrets" in sys.modules
assert not {"requests", "urllib3"} & sys.modules.keys()
print(len(found))
"""


def test_it_opens_no_socket_and_imports_the_library_only_when_needed() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _WITHOUT_NETWORK],
        input="\n".join(secret for _, secret in KNOWN.values()),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.stdout.strip(), done.stderr) == (str(len(KNOWN)), "")


@pytest.mark.parametrize("alphabet", [ALNUM, UPPER, WORD, BASE64], ids=len)
@pytest.mark.parametrize("length", [20, 24, 32, 40, 64])
def test_nearly_all_random_values_look_random(alphabet: str, length: int) -> None:
    drawing = random.Random(length)
    drawn_so = ["".join(drawing.choices(alphabet, k=length)) for _ in range(500)]
    assert sum(map(looks_random, drawn_so)) > 0.9 * len(drawn_so)
