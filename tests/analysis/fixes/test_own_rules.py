"""What our own rules find, mended; the rules are the judge."""

from __future__ import annotations

import pytest

from hanare.analysis.engines import rules, taint
from hanare.analysis.finding import Detection
from hanare.analysis.fixes.table import FIXES, Mender
from hanare.analysis.source import Source
from hanare.syntax.tree import SyntaxTree

from analysis.fixes.mending import applied

_Case = tuple[str, str | None]

_PYTHON: dict[str, list[_Case]] = {
    "HPY106": [("s.register_instance(i, allow_dotted_names=True)", "s.register_instance(i)")],
    "HPY110": [
        ("import yaml\nyaml.unsafe_load(f)", "import yaml\nyaml.safe_load(f)"),
        (
            "from yaml import load_all, Loader\nload_all(f, Loader=Loader)",
            "from yaml import load_all, Loader, safe_load_all\nsafe_load_all(f)",
        ),
        ("import yaml\nyaml.full_load(f)", "import yaml\nyaml.safe_load(f)"),
        ("import yaml\nyaml.load_all(f, Mine)", None),
        ("import ruamel.yaml\nruamel.yaml.YAML(typ='unsafe')", None),
    ],
    "HPY112": [
        (
            "import numpy as np\nx = np.load(f, allow_pickle=True)",
            "import numpy as np\nx = np.load(f)",
        ),
        ("import numpy as np\nx = np.load(f, None, True)", None),
    ],
    "HPY115": [("M.from_pretrained(p, trust_remote_code=True)", "M.from_pretrained(p)")],
    "HPY120": [
        (
            "import requests\ns = requests.Session()\ns.verify = False",
            "import requests\ns = requests.Session()\ns.verify = True",
        ),
        (
            "import requests\ns = requests.Session()\ns.get(u, verify=False)",
            "import requests\ns = requests.Session()\ns.get(u)",
        ),
        ("import os\nos.environ['PYTHONHTTPSVERIFY'] = '0'", None),
    ],
    "HPY121": [
        (
            "import aiohttp\nawait s.get(u, ssl=False)",
            "import aiohttp\nawait s.get(u)",
        ),
        (
            "import aiohttp\nc = aiohttp.TCPConnector(verify_ssl=False)",
            "import aiohttp\nc = aiohttp.TCPConnector()",
        ),
    ],
    "HPY122": [
        (
            "import urllib3, ssl\nurllib3.PoolManager(cert_reqs=ssl.CERT_NONE)",
            "import urllib3, ssl\nurllib3.PoolManager()",
        ),
        (
            "import urllib3\nurllib3.PoolManager(4, cert_reqs='CERT_NONE', retries=2)",
            "import urllib3\nurllib3.PoolManager(4, retries=2)",
        ),
        (
            "import pymongo\npymongo.MongoClient(u, tlsInsecure=True)",
            "import pymongo\npymongo.MongoClient(u)",
        ),
    ],
    "HPY123": [
        (
            "import ssl\nc = ssl.create_default_context()\nc.check_hostname = False",
            "import ssl\nc = ssl.create_default_context()\nc.check_hostname = True",
        ),
        (
            "import ssl\nc.verify_mode = ssl.CERT_NONE",
            "import ssl\nc.verify_mode = ssl.CERT_REQUIRED",
        ),
        (
            "from ssl import CERT_NONE\nc.verify_mode = CERT_NONE",
            "from ssl import CERT_NONE, CERT_REQUIRED\nc.verify_mode = CERT_REQUIRED",
        ),
    ],
    "HPY124": [
        (
            "import ssl\nssl._create_default_https_context = ssl._create_unverified_context",
            "import ssl\nssl._create_default_https_context = ssl.create_default_context",
        ),
    ],
    "HPY125": [
        (
            "import ssl\nc.minimum_version = ssl.TLSVersion.TLSv1",
            "import ssl\nc.minimum_version = ssl.TLSVersion.TLSv1_2",
        ),
        (
            "import ssl\nc = ssl.SSLContext(ssl.PROTOCOL_TLSv1)",
            "import ssl\nc = ssl.SSLContext(ssl.PROTOCOL_TLS)",
        ),
    ],
    "HPY127": [
        (
            "import asyncssh\nasyncssh.connect(h, known_hosts=None)",
            "import asyncssh\nasyncssh.connect(h)",
        ),
    ],
    "HPY130": [
        (
            "import jwt\njwt.decode(t, k, algorithms=a, options={'verify_signature': False})",
            "import jwt\njwt.decode(t, k, algorithms=a, options={'verify_signature': True})",
        ),
        (
            "import jwt\njwt.decode(t, k, algorithms=a, verify=False)",
            "import jwt\njwt.decode(t, k, algorithms=a)",
        ),
        ("import jwt\njwt.decode(t, options={'verify_signature': False})", None),
    ],
    "HPY132": [
        (
            "import jwt\njwt.decode(t, k, options={'verify_exp': False, 'a': b})",
            "import jwt\njwt.decode(t, k, options={'verify_exp': True, 'a': b})",
        ),
    ],
    "HPY142": [
        (
            "import hashlib\ngetattr(hashlib, 'md5')(d)",
            "import hashlib\ngetattr(hashlib, 'md5')(d, usedforsecurity=False)",
        ),
    ],
    "HPY146": [
        (
            "import random, secrets\ntoken = ''.join(random.choice(A) for _ in range(16))",
            "import random, secrets\ntoken = ''.join(secrets.choice(A) for _ in range(16))",
        ),
        ("import random\ntoken = str(random.random()) + str(random.random())", None),
        ("import uuid\ntoken = uuid.uuid1()", None),
    ],
    "HPY150": [
        (
            "from pathlib import Path\nPath(p).chmod(0o777)",
            "from pathlib import Path\nPath(p).chmod(0o700)",
        ),
        ("import os\nos.chmod(p, mode=0o666)", "import os\nos.chmod(p, mode=0o644)"),
    ],
    "HPY151": [("import os\nos.umask(0)", "import os\nos.umask(0o022)")],
    "HPY152": [
        (
            "import tarfile\nt = tarfile.open(p)\nt.extract(m)",
            'import tarfile\nt = tarfile.open(p)\nt.extract(m, filter="data")',
        ),
        ("import shutil\nshutil.unpack_archive(p)", None),
    ],
    "HPY154": [
        (
            "import boto3\ns3.put_object(Bucket=b, ACL='public-read', Key=k)",
            "import boto3\ns3.put_object(Bucket=b, Key=k)",
        ),
    ],
    "HPY160": [
        (
            "from lxml import etree\netree.XMLParser(resolve_entities=True)",
            "from lxml import etree\netree.XMLParser(resolve_entities=False)",
        ),
        (
            "from lxml import etree\netree.XMLParser(no_network=False, load_dtd=True)",
            "from lxml import etree\netree.XMLParser(no_network=True, load_dtd=False)",
        ),
    ],
    "HPY161": [
        (
            "from lxml import etree\netree.XMLParser(huge_tree=True)",
            "from lxml import etree\netree.XMLParser()",
        ),
    ],
    "HPY170": [
        ("app.run(debug=True)", "app.run(debug=False)"),
        (
            "from flask import Flask\napp = Flask(n)\napp.debug = True",
            "from flask import Flask\napp = Flask(n)\napp.debug = False",
        ),
    ],
    "HPY171": [
        (
            "import uvicorn\nuvicorn.run(a, reload=True)",
            "import uvicorn\nuvicorn.run(a)",
        ),
    ],
    "HPY172": [("DEBUG = True\nINSTALLED_APPS = []", "DEBUG = False\nINSTALLED_APPS = []")],
    "HPY174": [
        ("SESSION_COOKIE_SECURE = False", "SESSION_COOKIE_SECURE = True"),
        (
            "app.config['SESSION_COOKIE_HTTPONLY'] = False",
            "app.config['SESSION_COOKIE_HTTPONLY'] = True",
        ),
    ],
    "HPY175": [
        (
            "r.set_cookie('a', b, secure=False, httponly=True)",
            "r.set_cookie('a', b, secure=True, httponly=True)",
        ),
    ],
    "HPY176": [("r.set_cookie('a', b)", "r.set_cookie('a', b, secure=True)")],
    "HPY177": [
        ("app.config['WTF_CSRF_ENABLED'] = False", "app.config['WTF_CSRF_ENABLED'] = True"),
        (
            "from django.views.decorators.csrf import csrf_exempt\n@csrf_exempt\ndef f(r): ...",
            None,
        ),
    ],
    "HPY179": [
        ("import socket\ns.bind(('::', 80))", "import socket\ns.bind(('::1', 80))"),
        ("import zmq\ns.bind('tcp://*:80')", None),
    ],
    "HPY180": [
        ("import jinja2\ne.autoescape = False", "import jinja2\ne.autoescape = True"),
        (
            "from jinja2.nativetypes import NativeEnvironment\nNativeEnvironment(autoescape=False)",
            "from jinja2.nativetypes import NativeEnvironment\nNativeEnvironment(autoescape=True)",
        ),
    ],
    "HPY605": [
        (
            (
                "import sqlite3\nfrom flask import request\ndef f(c):\n    a = request.args['a']\n"
                "    c.execute(f\"SELECT b FROM t WHERE a = '{a}'\")"
            ),
            (
                "import sqlite3\nfrom flask import request\ndef f(c):\n    a = request.args['a']\n"
                '    c.execute("SELECT b FROM t WHERE a = ?", (a,))'
            ),
        ),
    ],
    "HPY616": [
        ("import yaml\nyaml.load(input(), yaml.Loader)", "import yaml\nyaml.safe_load(input())"),
        ("import pickle\npickle.loads(input())", None),
    ],
}

_OTHERS: dict[tuple[str, str], list[_Case]] = {
    ("HJS107", "javascript"): [
        ("f({ rejectUnauthorized: false });", "f({ rejectUnauthorized: true });"),
        (
            'process.env.NODE_TLS_REJECT_UNAUTHORIZED = "0";',
            'process.env.NODE_TLS_REJECT_UNAUTHORIZED = "1";',
        ),
    ],
    ("HJS108", "typescript"): [
        ("crypto.createHash('md5').update(d);", "crypto.createHash('sha256').update(d);"),
    ],
    ("HJS114", "javascript"): [
        ("res.cookie(a, b, { httpOnly: false });", "res.cookie(a, b, { httpOnly: true });"),
    ],
    ("HGO102", "go"): [
        (
            "package a\n\nvar c = &tls.Config{InsecureSkipVerify: true}\n",
            "package a\n\nvar c = &tls.Config{InsecureSkipVerify: false}\n",
        ),
    ],
    ("HGO109", "go"): [
        (
            "package a\n\nfunc f() {\n\tos.Chmod(p, 0777)\n}\n",
            "package a\n\nfunc f() {\n\tos.Chmod(p, 0755)\n}\n",
        ),
        (
            "package a\n\nfunc f() {\n\tos.WriteFile(p, d, 0o666)\n}\n",
            "package a\n\nfunc f() {\n\tos.WriteFile(p, d, 0o644)\n}\n",
        ),
    ],
    ("HGO112", "go"): [
        (
            "package a\n\nvar c = tls.Config{MinVersion: tls.VersionTLS10}\n",
            "package a\n\nvar c = tls.Config{MinVersion: tls.VersionTLS12}\n",
        ),
    ],
    ("HJV103", "java"): [
        (
            'class A { void f() { MessageDigest.getInstance("MD5"); } }',
            'class A { void f() { MessageDigest.getInstance("SHA-256"); } }',
        ),
        ("class A { void f() { DigestUtils.md5(d); } }", None),
    ],
    ("HJV110", "java"): [
        (
            "class A { void f(Cookie c) { c.setSecure(false); } }",
            "class A { void f(Cookie c) { c.setSecure(true); } }",
        ),
    ],
    ("HCC111", "c"): [
        ("void f() { chmod(p, 0666); }", "void f() { chmod(p, 0644); }"),
        ("void f() { umask(0); }", "void f() { umask(022); }"),
    ],
    ("HCC113", "c"): [
        (
            "void f() { curl_easy_setopt(c, CURLOPT_SSL_VERIFYHOST, 0L); }",
            "void f() { curl_easy_setopt(c, CURLOPT_SSL_VERIFYHOST, 2L); }",
        ),
        (
            "void f() { curl_easy_setopt(c, CURLOPT_SSL_VERIFYPEER, 0); }",
            "void f() { curl_easy_setopt(c, CURLOPT_SSL_VERIFYPEER, 1); }",
        ),
    ],
    ("HPH109", "php"): [
        (
            "<?php curl_setopt($c, CURLOPT_SSL_VERIFYHOST, 0);",
            "<?php curl_setopt($c, CURLOPT_SSL_VERIFYHOST, 2);",
        ),
        (
            "<?php curl_setopt($c, CURLOPT_SSL_VERIFYPEER, false);",
            "<?php curl_setopt($c, CURLOPT_SSL_VERIFYPEER, true);",
        ),
    ],
    ("HPH110", "php"): [
        ("<?php ini_set('display_errors', '1');", "<?php ini_set('display_errors', '0');"),
        ("<?php phpinfo();", None),
    ],
    ("HRB103", "ruby"): [
        ("YAML.unsafe_load(text)", "YAML.safe_load(text)"),
        ("x = Psych.load(text)", "x = Psych.safe_load(text)"),
        ("YAML.unsafe_load_stream(text)", None),
    ],
    ("HRB107", "ruby"): [
        (
            "http.verify_mode = OpenSSL::SSL::VERIFY_NONE",
            "http.verify_mode = OpenSSL::SSL::VERIFY_PEER",
        ),
        ("HTTParty.get(url, verify: false)", "HTTParty.get(url, verify: true)"),
    ],
    ("HRB112", "ruby"): [
        ("Digest::MD5.hexdigest(a)", "Digest::SHA256.hexdigest(a)"),
        ("OpenSSL::Cipher.new('des')", None),
    ],
    ("HSH103", "shellscript"): [
        ("curl -k https://a.b  # why\n", "curl https://a.b  # why\n"),
        ("curl -fskL https://a.b\n", "curl -fsL https://a.b\n"),
        ("curl https://a.b --insecure\n", "curl https://a.b\n"),
        ("curl -ok https://a.b\n", None),
        ("wget --no-check-certificate a\n", "wget a\n"),
        ("git -c http.sslVerify=false clone a\n", "git -c http.sslVerify=true clone a\n"),
        (
            "export NODE_TLS_REJECT_UNAUTHORIZED=0\n",
            "export NODE_TLS_REJECT_UNAUTHORIZED=1\n",
        ),
        ("export GIT_SSL_NO_VERIFY=1\n", None),
    ],
    ("HSH104", "shellscript"): [
        ("chmod -R 777 a\n", "chmod -R 755 a\n"),
        ("chmod 0666 a\n", "chmod 0644 a\n"),
        ("umask 000\n", "umask 022\n"),
        ("chmod a+w a\n", None),
    ],
    ("HSH110", "shellscript"): [
        (
            "ssh -o StrictHostKeyChecking=no a\n",
            "ssh -o StrictHostKeyChecking=accept-new a\n",
        ),
    ],
    ("HSH111", "shellscript"): [
        ("apt-get install --allow-unauthenticated a\n", "apt-get install a\n"),
        ("pip install --trusted-host a b\n", None),
    ],
}

_CASES = [
    *((rule, "python", *case) for rule, cases in _PYTHON.items() for case in cases),
    *((rule, language, *case) for (rule, language), cases in _OTHERS.items() for case in cases),
]


def detect(source: Source) -> list[Detection]:
    return [*rules.detect(source), *taint.detect(source)]


@pytest.mark.parametrize(("rule", "language", "before", "after"), _CASES)
def test_the_finding_is_mended(rule: str, language: str, before: str, after: str | None) -> None:
    source = Source(before, language)
    was = detect(source)
    own = [each for each in was if each.rule == rule]
    assert own
    fix = Mender(source).fix(rule, own[0].span)
    if after is None:
        assert fix is None
        return
    assert fix is not None
    assert applied(before, fix) == after
    assert [each.rule for each in detect(Source(after, language))] == []
    tree = SyntaxTree.parse(after, language)
    assert tree is not None
    assert not tree.problems()


def test_each_own_rule_with_a_fix_has_a_case() -> None:
    assert {rule for rule, *_ in _CASES} == {each for each in FIXES if not each.startswith("B")}
