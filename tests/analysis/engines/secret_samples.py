"""Secrets of every form, drawn when the tests run: written out, they would alarm other scanners."""

from __future__ import annotations

import base64
import json
import random
import string

LETTERS = string.ascii_letters
ALNUM = LETTERS + string.digits
WORD = ALNUM + "_-"
HEXADECIMAL = "0123456789abcdef"
UPPER = string.ascii_uppercase + string.digits
BASE64 = ALNUM + "+/"

_drawing = random.Random(20)


def drawn(alphabet: str, length: int) -> str:
    """Draw ten characters or more; ends are letters, and digits alternate with letters if any."""
    characters = _drawing.choices(alphabet, k=length)
    letters = [each for each in alphabet if each.isalpha()]
    digits = [each for each in alphabet if each.isdigit()]
    for place in (0, 3, 9, length - 1):
        characters[place] = _drawing.choice(letters)
    if digits:
        characters[2] = _drawing.choice(digits)
        characters[8] = _drawing.choice(digits)
    return "".join(characters)


def json_web_token() -> str:
    """Make a token that is well-formed and signed by nobody."""
    parts = (json.dumps(part).encode() for part in ({"alg": "HS256"}, {"sub": "alice", "n": 7241}))
    head, body = (base64.urlsafe_b64encode(part).decode().rstrip("=") for part in parts)
    return f"{head}.{body}.{drawn(WORD, 43)}"


def private_key(kind: str = "RSA ", line_break: str = "\n", begin: str = "MIIEowIBAAKCAQEA") -> str:
    """Make what looks like a key, up to where it ends."""
    first = begin + drawn(BASE64, 64 - len(begin))
    lines = [first, *(drawn(BASE64, 64) for _ in range(5))]
    return line_break.join((f"-----BEGIN {kind}PRIVATE KEY-----", *lines, ""))


KNOWN = {
    "an AWS access key": ("HSC102", "AKIA" + drawn(UPPER, 16)),
    "a temporary AWS access key": ("HSC102", "ASIA" + drawn(UPPER, 16)),
    "a GitHub token": ("HSC104", "ghp_" + drawn(ALNUM, 36)),
    "a GitHub app token": ("HSC104", "ghs_" + drawn(ALNUM, 36)),
    "a fine-grained GitHub token": (
        "HSC104",
        f"github_pat_{drawn(ALNUM, 22)}_{drawn(ALNUM, 59)}",
    ),
    "a GitLab token": ("HSC105", "glpat-" + drawn(WORD, 20)),
    "a GitLab runner token": ("HSC105", "glrt-" + drawn(WORD, 20)),
    "a Slack bot token": ("HSC106", "xoxb-724159830612-830192746512-" + drawn(ALNUM, 24)),
    "a Slack app token": ("HSC106", f"xapp-1-{drawn(UPPER, 11)}-7241598306-{drawn('af19', 64)}"),
    "a Slack webhook": (
        "HSC107",
        f"https://hooks.slack.com/services/T{drawn(UPPER, 10)}/B{drawn(UPPER, 10)}/"
        + drawn(ALNUM, 24),
    ),
    "a Discord webhook": (
        "HSC107",
        f"https://discord.com/api/webhooks/724159830612938475/{drawn(WORD, 68)}",
    ),
    "a Stripe key": ("HSC108", "sk_live_" + drawn(ALNUM, 24)),
    "a long Stripe key": ("HSC108", "rk_live_" + drawn(ALNUM, 99)),
    "an old OpenAI key": ("HSC109", f"sk-{drawn(ALNUM, 20)}T3BlbkFJ{drawn(ALNUM, 20)}"),
    "an OpenAI key": ("HSC109", f"sk-proj-{drawn(WORD, 74)}T3BlbkFJ{drawn(WORD, 74)}"),
    "an Anthropic key": ("HSC110", f"sk-ant-api03-{drawn(WORD, 95)}"),
    "a Hugging Face token": ("HSC111", "hf_" + drawn(LETTERS, 34)),
    "a Google key": ("HSC112", "AIza" + drawn(WORD, 35)),
    "a Google client secret": ("HSC113", "GOCSPX-" + drawn(WORD, 28)),
    "a JSON web token": ("HSC114", json_web_token()),
    "an npm token": ("HSC115", "npm_" + drawn(ALNUM, 36)),
    "a PyPI token": ("HSC116", "pypi-AgEIcHlwaS5vcmc" + drawn(WORD, 150)),
    "a SendGrid key": ("HSC117", f"SG.{drawn(WORD, 22)}.{drawn(WORD, 43)}"),
    "a Twilio key": ("HSC118", "SK" + drawn(HEXADECIMAL, 32)),
    "a Telegram token": ("HSC119", "7241598306:AA" + drawn(WORD, 33)),
    "a DigitalOcean token": ("HSC122", "dop_v1_" + drawn(HEXADECIMAL, 64)),
    "a Shopify token": ("HSC123", "shpat_" + drawn(HEXADECIMAL, 32)),
    "a Square secret": ("HSC124", "sq0csp-" + drawn(WORD, 43)),
    "a Vault token": ("HSC126", "hvs." + drawn(WORD, 95)),
    "a Docker token": ("HSC127", "dckr_pat_" + drawn(WORD, 27)),
    "an age key": ("HSC128", "AGE-SECRET-KEY-1" + drawn("QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L", 58)),
    "a RubyGems token": ("HSC129", "rubygems_" + drawn(HEXADECIMAL, 48)),
    "a Grafana token": ("HSC129", f"glsa_{drawn(ALNUM, 32)}_{drawn(HEXADECIMAL, 10)[2:]}"),
    "a Databricks token": ("HSC129", "dapi" + drawn(HEXADECIMAL, 32)),
    "a Terraform token": ("HSC129", f"{drawn(ALNUM, 14)}.atlasv1.{drawn(WORD, 67)}"),
}
"""Secrets that are found wherever they are: rule and secret."""

PLACED = {
    "an AWS secret key": (
        "HSC103", "AWS_SECRET_ACCESS_KEY={}\n", "dotenv", drawn(ALNUM, 40),
    ),
    "an AWS secret key in JSON": (
        "HSC103", '{{"SecretAccessKey": "{}"}}', "json", drawn(ALNUM, 40),
    ),
    "an .npmrc": (
        "HSC115", "//registry.npmjs.org/:_authToken={}\n", "plaintext",
        "5f7c1a3e-9b2d-4c68-a1f0-7e3d9c5b2a41",
    ),
    "an Azure connection string": (
        "HSC120", "AccountName=a;AccountKey={};Suffix=net", "plaintext", drawn(ALNUM, 86) + "==",
    ),
    "the password of a database": (
        "HSC121", 'connect("postgresql://app:{}@db.internal:5432/app")', "python", "tr0ub4dor",
    ),
    "a password without a user": (
        "HSC121", "REDIS_URL=redis://:{}@cache:6379/0\n", "dotenv", drawn(ALNUM, 24),
    ),
    "a Mailchimp key": (
        "HSC125", 'mail = Mail("{}-us12")', "python", drawn(HEXADECIMAL, 32),
    ),
    "a header": (
        "HSC140", '{{"Authorization": "Bearer {}"}}', "javascript", drawn(ALNUM, 40),
    ),
    "a command's header": (
        "HSC140", "curl -H 'Authorization: token {}' https://a\n", "shellscript",
        drawn(HEXADECIMAL, 40),
    ),
    "a key in Python": ("HSC141", 'API_KEY = "{}"\n', "python", drawn(ALNUM, 32)),
    "bytes": ("HSC141", "SECRET_KEY = b'{}'\n", "python", drawn(ALNUM, 50)),
    "with a type": ("HSC141", 'api_token: str = "{}"\n', "python", drawn(ALNUM, 32)),
    "an argument": ("HSC141", 'Client(secret="{}")\n', "python", drawn(ALNUM, 24)),
    "a comparison": ("HSC141", 'if token == "{}":\n', "python", drawn(ALNUM, 24)),
    "a dictionary": ("HSC141", 'keys["api-key"] = "{}"\n', "python", drawn(ALNUM, 24)),
    "a constant in Go": ("HSC141", 'const apiKey string = "{}"\n', "go", drawn(ALNUM, 32)),
    "a field in Java": ("HSC141", 'String clientSecret = "{}";\n', "java", drawn(ALNUM, 32)),
    "an object in JavaScript": ("HSC141", "{{authToken: '{}'}}", "javascript", drawn(ALNUM, 32)),
    "hexadecimal": ("HSC141", 'secret = "{}"\n', "python", drawn(HEXADECIMAL, 64)),
    "JSON": ("HSC141", '{{"apiKey": "{}"}}', "json", drawn(ALNUM, 32)),
    "YAML without quotes": ("HSC141", "api_key: {}\n", "yaml", drawn(ALNUM, 32)),
    "an environment of containers": (
        "HSC141", "env:\n  - name: API_TOKEN\n    value: {}\n", "yaml", drawn(ALNUM, 32),
    ),
    "a .env": ("HSC141", "export APP_SECRET={}\r\n", "plaintext", drawn(ALNUM, 32)),
    "an element": ("HSC141", "<apiKey>{}</apiKey>", "xml", drawn(ALNUM, 32)),
    "a list in Markdown": ("HSC141", "- token: {}\n", "markdown", drawn(ALNUM, 32)),
    "a short password": ("HSC142", "database:\n  password: {}\n", "yaml", "tr0ub4dor"),
    "a password in quotes": ("HSC142", 'password = "{}"\n', "toml", "tr0ub4dor&3"),
}  # fmt: skip
"""Secrets that only their place betrays: rule, text, language, secret."""
