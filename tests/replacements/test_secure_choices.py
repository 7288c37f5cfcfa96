"""Secrets drawn, compared, read and kept: the rewrites that a security value needs."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import pytest

from aseptic.analysis.fixing.proof import proved
from aseptic.analysis.sessions.session import Session

RANDOM = {
    "choice": ("secret_key = random.choice(letters)", "secret_key = secrets.choice(letters)"),
    "bytes": ("token = random.randbytes(16)", "token = secrets.token_bytes(16)"),
    "bytes by name": ("token = random.randbytes(n = 16)", "token = secrets.token_bytes(nbytes = 16)"),
    "bits by name": ("token = random.getrandbits(k=128)", "token = secrets.randbits(k=128)"),
    "bits": ("token = random.getrandbits(128)", "token = secrets.randbits(128)"),
    "between": ("pin = random.randint(1000, 9999)", "pin = 1000 + secrets.randbelow(9000)"),
    "from nought": ("pin = random.randint(0, 9_999)", "pin = secrets.randbelow(10_000)"),
    "range": ("pin = random.randrange(10_000)", "pin = secrets.randbelow(10_000)"),
    "range from": ("pin = random.randrange(5, 10)", "pin = 5 + secrets.randbelow(5)"),
    "in a product": ("pin = 2 * random.randint(1, 9)", "pin = 2 * (1 + secrets.randbelow(9))"),
    "in a call": ("pin = str(random.randint(1, 9))", "pin = str(1 + secrets.randbelow(9))"),
    "with a comment": (
        "pin = random.randint(  # as it is dialled\n    0, 9)",
        "pin = secrets.SystemRandom().randint(  # as it is dialled\n    0, 9)",
    ),
    "computed": ("pin = random.randint(low, high)", "pin = secrets.SystemRandom().randint(low, high)"),
    "a step": ("pin = random.randrange(0, 9, 3)", "pin = secrets.SystemRandom().randrange(0, 9, 3)"),
    "sample": ("token = random.sample(letters, 8)", "token = secrets.SystemRandom().sample(letters, 8)"),
}


@pytest.mark.parametrize(("before", "after"), RANDOM.values(), ids=RANDOM)
def test_random(bench: Any, before: str, after: str) -> None:
    top = "import random\nimport secrets\n\n"
    ending = ast.unparse(next(each for each in ast.walk(ast.parse(before)) if "random." in _name(each)))
    assert bench.at_calls(f"{top}{before}\n", "secure-random", ending) == [f"{top}{after}\n"]


def _name(node: ast.AST) -> str:
    return ast.unparse(node.func) if isinstance(node, ast.Call) else ""


def test_hidden_arguments_may_have_another_name_there(bench: Any) -> None:
    code = "import random\ntoken = random.randbytes(**size)\n"
    assert bench.at_calls(code, "secure-random", "randbytes(**size)") == []


def test_a_generator_of_ones_own_stays(bench: Any) -> None:
    assert bench.at_calls("import random\nr = random.Random(1)\nr.choice(x)\n", "secure-random", "choice(x)") == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("return {} == given", "return hmac.compare_digest({}, given)"),
        ("return {} != given", "return not hmac.compare_digest({}, given)"),
        ("if a and {} != given:\n        stop()", "if a and not hmac.compare_digest({}, given):\n        stop()"),
        ("return 1 + ({} != given)", "return 1 + (not hmac.compare_digest({}, given))"),
        ("return (given) == ({})", "return hmac.compare_digest(given, {})"),
    ],
)
def test_digests(bench: Any, before: str, after: str) -> None:
    made, top = "hmac.new(k, m, 'sha256').digest()", "import hmac\n\n\ndef f(k, m, a, given):\n    "
    (offer,) = bench.offers(f"{top}{before.format(made)}\n")
    assert ast.dump(ast.parse(offer.text)) == ast.dump(ast.parse(f"{top}{after.format(made)}\n"))
    assert not offer.safe


def test_what_may_be_missing_is_not_compared_in_constant_time(bench: Any) -> None:
    code = "from flask import request\n\n\ndef f(key):\n    return request.headers{} == key\n"
    assert bench.offers(code.format("['X-Token']")) != []
    assert bench.offers(code.format(".get('X-Token', '')")) != []
    assert bench.offers(code.format(".get('X-Token')")) == []


def test_a_row_of_comparisons_stays(bench: Any) -> None:
    code = "import hmac\n\n\ndef f(k, m, a, b):\n    return a == hmac.new(k, m, 'sha256').digest() == b\n"
    assert bench.offers(code) == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("import os\nos.chmod(p, 0o4755)\n", "import os\nos.chmod(p, 0o700)\n"),
        ("import os\nos.mkfifo(p, mode=0o620)\n", "import os\nos.mkfifo(p, mode=0o600)\n"),
        ("import os\nos.open(p, os.O_CREAT, 0o666)\n", None),
        ("import os\nos.open(p, os.O_CREAT, 0o622)\n", "import os\nos.open(p, os.O_CREAT, 0o600)\n"),
        ("import os\nos.chmod(p, 511)\n", None),
        ("import os\nos.chmod(p, 0o077)\n", None),
    ],
)
def test_modes(bench: Any, before: str, after: str | None) -> None:
    offers = [offer.text for offer in bench.offers(before, ("owner-only",))]
    assert offers == ([after] if after else [])


def test_a_secret_without_a_fallback(bench: Any) -> None:
    code = "from os import environ\n\nSECRET_KEY = environ.get('SECRET_KEY', 'ward3-default')\n"
    (offer,) = bench.offers(code, ("required-variable",))
    assert offer.text == "from os import environ\n\nSECRET_KEY = environ['SECRET_KEY']\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("ssl._create_unverified_context()", "ssl.create_default_context()"),
        ("ssl._create_unverified_context(cafile=a)", "ssl.create_default_context(cafile=a)"),
        ("ssl._create_stdlib_context(certfile=a)", None),
        ("ssl._create_stdlib_context(a)", None),
        ("ssl.SSLContext(ssl.PROTOCOL_TLS)", "ssl.create_default_context()"),
        ("ssl.SSLContext()", "ssl.create_default_context()"),
        ("s.SSLContext()", "s.create_default_context()"),
    ],
)
def test_contexts(bench: Any, before: str, after: str | None) -> None:
    top = "import ssl\nimport ssl as s\n\n\ndef f(a):\n    return "
    offers = {offer.text for offer in bench.offers(f"{top}{before}\n", ("verifying-context",))}
    assert offers == ({f"{top}{after}\n"} if after else set())


@pytest.mark.parametrize(
    ("after", "offered"),
    [
        ("if not {}:\n        user = None", False),
        ("if not {}:\n        raise PermissionError", True),
        ("if not {}:\n        release = None", True),
        ("if {}:\n        user = None", True),
        ("return {}", True),
    ],
)
def test_a_default_that_only_picks_a_user_lets_nobody_in(bench: Any, after: str, offered: bool) -> None:
    check = 'getattr(user, "is_authenticated", True)'
    code = f"def f(user):\n    {after.format(check)}\n"
    assert ("ERR-006" in bench.rules(code)) == offered
    assert [offer.rule for offer in bench.offers(code)] == (["ERR-006"] if offered else [])


OFFERED = {
    "a session": (
        "import requests\n\nsession = requests.Session()\nsession.verify = False\n",
        "import requests\n\nsession = requests.Session()\nsession.verify = True\n",
    ),
    "a client": (
        "import ssl\n\n\ndef f():\n    return ssl.SSLContext(ssl.PROTOCOL_TLSv1)\n",
        "import ssl\n\n\ndef f():\n    return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)\n",
    ),
    "a server": (
        "import ssl\n\n\ndef f(s):\n    c = ssl.SSLContext(ssl.PROTOCOL_TLSv1)\n    c.load_cert_chain('a')\n    return c\n",
        "import ssl\n\n\ndef f(s):\n    c = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)\n    c.load_cert_chain('a')\n    return c\n",
    ),
    "a token with its key": (
        "import jwt\n\njwt.decode(t, k, algorithms=['ES256'], options={'verify_signature': False})\n",
        "import jwt\n\njwt.decode(t, k, algorithms=['ES256'], options={'verify_signature': True})\n",
    ),
    "a token without a key": ("import jwt\n\njwt.decode(t, options={'verify_signature': False})\n", None),
    "a secret that is to be changed": (
        "SECRET_KEY = '92382lkL88LAJSjasjaksjaksj12210l'    #Change\n",
        "import os\n\nSECRET_KEY = os.environ['SECRET_KEY']\n",
    ),
    "a secret with a comment": (
        "SECRET_KEY = '92382lkL88LAJSjasjaksjaksj12210l'  # of the viewer\n",
        "import os\n\nSECRET_KEY = os.environ['SECRET_KEY']  # of the viewer\n",
    ),
    "a comment on the code below": (
        "# loads it\nSECRET_KEY = '92382lkL88LAJSjasjaksjaksj12210l'\n",
        "import os\n\n# loads it\nSECRET_KEY = os.environ['SECRET_KEY']\n",
    ),
    "a comment on the file": (
        "# Copyright 2020\nSECRET_KEY = '92382lkL88LAJSjasjaksjaksj12210l'\n",
        "# Copyright 2020\nimport os\n\nSECRET_KEY = os.environ['SECRET_KEY']\n",
    ),
}


@pytest.mark.parametrize(("before", "after"), OFFERED.values(), ids=OFFERED)
def test_what_a_reader_would_take(bench: Any, before: str, after: str | None) -> None:
    assert bench.rules(before)
    assert [offer.text for offer in bench.offers(before)] == ([after] if after else [])


def test_a_secret_of_one_class_is_left_where_others_stand_beside_it(standard: Any) -> None:
    one = "class Production:\n    SECRET_KEY = '92382lkL88LAJSjasjaksjaksj12210l'\n"
    for text, offered in ((one, 1), (f"{one}\n\nclass Local(Production):\n    X = 1\n", 0)):
        snapshot = Session(standard).open(Path("/nowhere/a.py"), 1, text)
        assert [sum(1 for _ in proved(snapshot, each)) for each in snapshot.findings] == [offered]


MEANT = {
    "a file that a person names": (
        "import pydicom\n\n\ndef f(args):\n    with open(args.file, 'rb') as file:\n        return pydicom.dcmread(file, force=True)\n"
    ),
    "what parsing alone is caught of": (
        "import xml.etree.ElementTree as ET\n\n\ndef f(text):\n    try:\n        return ET.fromstring(text)\n"
        "    except ET.ParseError:\n        return None\n"
    ),
    "an attachment as FHIR has it": (
        "import hashlib\n\n\ndef attach(text):\n    made = hashlib.sha1(text).digest()\n"
        "    return {'contentType': 'text/plain', 'hash': made, 'size': len(text)}\n"
    ),
}


@pytest.mark.parametrize("code", MEANT.values(), ids=MEANT)
def test_what_the_code_is_meant_to_take_it_takes_still(bench: Any, code: str) -> None:
    assert bench.rules(code) & {"DEV-007", "XML-001", "CRY-001"}
    assert [offer.title for offer in bench.offers(code) if "digest stays" not in offer.title] == []


def test_errors_of_both_parsers_are_caught_together(bench: Any) -> None:
    code = MEANT["what parsing alone is caught of"].replace("except ET.ParseError", "except ValueError")
    assert bench.offers(code)


HALVES = {
    "the set is quoted in a text": "import re\n\nNAME = re.compile(r'^[A-z0-9_]*$')\nSAID = 'only A-z0-9_ please'\n",
    "the set is not quoted": "import re\n\nNAME = re.compile(r'^[A-z0-9_]*$')\nSAID = 'only letters please'\n",
    "the whole is saved": "import torch\n\ntorch.save(model, path)\nmodel = torch.load(path)\n",
    "the weights are saved": "import torch\n\ntorch.save(model.state_dict(), path)\nmodel = torch.load(path)\n",
}


@pytest.mark.parametrize(("name", "code"), HALVES.items(), ids=HALVES)
def test_nothing_is_done_by_halves(standard: Any, tmp_path: Path, name: str, code: str) -> None:
    snapshot = Session(standard, [tmp_path]).open(tmp_path / "ward.py", 1, code)
    asked = [each for each in snapshot.findings if each.finding.rule in ("VAL-011", "MLM-001")]
    assert len(asked) == 1
    assert bool(list(proved(snapshot, asked[0]))) is (name in ("the set is not quoted", "the weights are saved"))
