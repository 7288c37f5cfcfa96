"""Rewrites that rules name, each with code before and after: keys, ciphers, logs, addresses, pickles, queries of Django."""

from __future__ import annotations

import logging
import sqlite3
from typing import Any

import pytest

LOG = "import logging\n\nlogger = logging.getLogger(__name__)\n\n\ndef f(user, password, key):\n    logger.info({})\n"
REDACTED = {
    "a mark": ('"login of %s, password=%s", user, password', '"login of %s", user'),
    "the first mark": ("'password: %s of %s', password, user", "'password: [redacted] of %s', user"),
    "a doubled sign": ('"100%% of %s, password=%s", user, password', '"100%% of %s, password=[redacted]", user'),
    "a field": ('f"connected, api_key: {key}"', '"connected"'),
    "a sum": ('"connects with password: " + password', '"connects with password"'),
    "two": ('"login with password=%s api_key=%s", password, key', '"login"'),
    "a field beside another": ('f"{user} api_key: {key}"', 'f"{user} api_key: [redacted]"'),
    "a format of its own": ('f"api_key: {key:>8}"', None),
    "what is spread": ('"password=%s", *key', None),
}


@pytest.mark.parametrize(("before", "after"), REDACTED.values(), ids=REDACTED)
def test_a_secret_is_left_out_of_a_log(bench: Any, before: str, after: str | None) -> None:
    code = LOG.format(before)
    assert "LOG-001" in bench.rules(code)
    found = [offer for offer in bench.offers(code) if offer.rule == "LOG-001"]
    assert [offer.text for offer in found] == ([LOG.format(after)] if after else [])
    assert not any(offer.safe for offer in found)


BESIDE = """
import logging

logger = logging.getLogger(__name__)


def f(sessions, user, token):
    session_id, info = sessions.add(user)
    text = info.to_str()
    sizes = len(session_id)
    logger.info({})
"""
AGAIN = {
    "one unpacked call": ('f"Opened, session ID: {session_id}; info: {info.to_str()}"', '"Opened"'),
    "by another name": ('"Opened, session_id=%s, info=%s", session_id, text', '"Opened"'),
    "made of it": ('f"login with {token[:4]}, access_token={token}"', '"login"'),
    "a size": ('f"{sizes} letters, session_id={session_id}"', 'f"{sizes} letters"'),
    "of other make": ('f"login of {user}, session_id={session_id}"', 'f"login of {user}"'),
}


@pytest.mark.parametrize(("before", "after"), AGAIN.values(), ids=AGAIN)
def test_what_tells_a_secret_again_leaves_the_log_with_it(bench: Any, before: str, after: str) -> None:
    found = [offer.text for offer in bench.offers(BESIDE.format(before)) if offer.rule == "LOG-001"]
    assert found == [BESIDE.format(after)]


def test_a_log_of_a_secret_told_twice_goes_as_a_whole(bench: Any) -> None:
    code = BESIDE.format('f"Session ID: {session_id}; Info: {info.to_str()}"')
    found = [offer.text for offer in bench.offers(code) if offer.rule == "LOG-001"]
    assert found == ["\n".join(line for line in code.split("\n") if "Info" not in line)]


def test_the_rest_of_a_log_stays(bench: Any, caplog: pytest.LogCaptureFixture) -> None:
    (offer,) = bench.offers(LOG.format('"login of %s, password=%s", user, password'))
    names: dict[str, Any] = {"__name__": "viewer"}
    exec(compile(offer.text, "after.py", "exec"), names)
    with caplog.at_level(logging.INFO):
        names["f"]("mira", "hunter2", "k")
    assert caplog.messages == ["login of mira"]


HOST = "import os\nimport socket\n\n\ndef f(s, port, open_to_all):\n    {}\n"
READ = 'os.environ.get("BIND_ADDRESS", "127.0.0.1")'
ADDRESSES: dict[str, tuple[str, list[str]]] = {
    "bound": ('s.bind(("0.0.0.0", port))', [f"s.bind(({READ}, port))", 's.bind(("127.0.0.1", port))']),
    "a variable": ("host = '0.0.0.0'", ["host = os.environ.get('BIND_ADDRESS', '127.0.0.1')", "host = '127.0.0.1'"]),
    "a fallback": ('host = os.environ.get("H", "0.0.0.0")', ['host = os.environ.get("H", "127.0.0.1")']),
    "under a condition": ('host = "0.0.0.0" if open_to_all else "127.0.0.1"', []),
    "in a branch": ('if open_to_all:\n        host = "0.0.0.0"', []),
}


@pytest.mark.parametrize(("before", "after"), ADDRESSES.values(), ids=ADDRESSES)
def test_an_address_is_local_or_a_setting(bench: Any, before: str, after: list[str]) -> None:
    code = HOST.format(before)
    assert "PRV-011" in bench.rules(code)
    found = [offer for offer in bench.offers(code) if offer.rule == "PRV-011"]
    assert [offer.text for offer in found] == [HOST.format(each) for each in after]


def test_a_constant_names_its_setting(bench: Any) -> None:
    texts = [offer.text for offer in bench.offers('HOST = "0.0.0.0"\n')]
    assert texts == ['import os\n\nHOST = os.environ.get("HOST", "127.0.0.1")\n', 'HOST = "127.0.0.1"\n']


PICKLE = "import pickle\n\n\ndef f(path, handle, data):\n    {}\n"
PICKLES = {
    "a file": (
        "with open(path, 'rb') as file:\n        return pickle.load(file)",
        "with open(path, 'rb') as file:\n        return json.load(file)",
    ),
    "a file of a path": (
        "with path.open('rb') as file:\n        return pickle.load(file)",
        "with path.open('rb') as file:\n        return json.load(file)",
    ),
    "a file from elsewhere": ("return pickle.load(handle)", None),
    "a packed file": ("with gzip.open(path) as file:\n        return pickle.load(file)", None),
    "bytes": ("return pickle.loads(data)", None),
    "a model": (
        "with open(path, 'rb') as file:\n        handle = pickle.load(file)\n    return handle.predict(data)",
        None,
    ),
    "a part of an object": ("with open(path, 'rb') as file:\n        return pickle.load(file).shape", None),
    "a model by its name": ("with open(path, 'rb') as file:\n        clf = pickle.load(file)\n    return clf", None),
    "a model of an object": ("with open(path, 'rb') as file:\n        path.best_model = pickle.load(file)", None),
    "plain items": (
        "with open(path, 'rb') as file:\n        known = pickle.load(file)\n    return known.get(data)",
        "with open(path, 'rb') as file:\n        known = json.load(file)\n    return known.get(data)",
    ),
    "a pickle by its suffix": ("with open(data / 'a.pkl', 'rb') as file:\n        return pickle.load(file)", None),
    "a pickle as promised": (
        '"""Read the pickled answers."""\n    with open(path, \'rb\') as file:\n        return pickle.load(file)',
        None,
    ),
    "an end that is awaited": (
        "with open(path, 'rb') as file:\n        try:\n            return pickle.load(file)\n"
        "        except EOFError:\n            return 0",
        None,
    ),
}


@pytest.mark.parametrize(("before", "after"), PICKLES.values(), ids=PICKLES)
def test_a_pickle_in_a_file_is_json(bench: Any, before: str, after: str | None) -> None:
    code = PICKLE.format(before)
    assert "DES-001" in bench.rules(code)
    found = [offer.text for offer in bench.offers(code) if offer.rule == "DES-001"]
    assert found == ([PICKLE.format(after).replace("import pickle", "import json\nimport pickle")] if after else [])


CIPHERS = {
    "cryptography": (
        "from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes\n\n\n"
        "def f(key):\n    return Cipher(algorithms.AES(key), modes.ECB())\n",
        "import os\n\nfrom cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes\n\n\n"
        "def f(key):\n    return Cipher(algorithms.AES(key), modes.GCM(os.urandom(12)))\n",
    ),
    "PyCryptodome": (
        "from Cryptodome.Cipher import AES\n\n\ndef f(key):\n    return AES.new(key, AES.MODE_ECB)\n",
        "from Cryptodome.Cipher import AES\n\n\ndef f(key):\n    return AES.new(key, AES.MODE_GCM)\n",
    ),
    "what is used at once": (
        "from Cryptodome.Cipher import AES\n\n\ndef f(key, x):\n    return AES.new(key, AES.MODE_ECB).encrypt(x)\n",
        None,
    ),
    "an encryptor at once": (
        "from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes\n\n\n"
        "def f(key):\n    return Cipher(algorithms.AES(key), mode=modes.ECB()).encryptor()\n",
        None,
    ),
    "what decrypts": (
        "from Cryptodome.Cipher import AES\n\n\ndef f(key, x):\n    return AES.new(key, AES.MODE_ECB).decrypt(x)\n",
        None,
    ),
}


@pytest.mark.parametrize(("before", "after"), CIPHERS.values(), ids=CIPHERS)
def test_ecb_is_sketched_as_gcm(bench: Any, before: str, after: str | None) -> None:
    assert "CRY-005" in bench.rules(before)
    found = [offer for offer in bench.offers(before) if offer.rule == "CRY-005"]
    assert [offer.text for offer in found] == ([after] if after else [])
    assert not any(offer.safe for offer in found)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("rsa.generate_private_key(65537, 1024)", "rsa.generate_private_key(65537, 3072)"),
        ("rsa.generate_private_key(key_size=512, public_exponent=3)", "rsa.generate_private_key(key_size=3072, public_exponent=3)"),
        ("dsa.generate_private_key(1024)", "dsa.generate_private_key(3072)"),
        ("RSA.generate(1024)", "RSA.generate(3072)"),
    ],
)  # fmt: skip
def test_a_short_key_gets_longer(bench: Any, before: str, after: str) -> None:
    head = (
        "from cryptography.hazmat.primitives.asymmetric import dsa, rsa\nfrom Cryptodome.PublicKey import RSA\n\n"
        "key = {}\n"
    )
    found = [offer.text for offer in bench.offers(head.format(before)) if offer.rule == "CRY-008"]
    assert found == [head.format(after)]


QUERIES = {
    "RawSQL": ("""RawSQL("placed < '%s'" % start, ())""", 'RawSQL("placed < %s", (start,))'),
    "RawSQL, formatted": (
        """RawSQL(f"a = '{start}' and b > {end}", [])""",
        'RawSQL("a = %s and b > %s", (start, end))',
    ),
    "RawSQL with parameters": ("""RawSQL("placed < '%s'" % start, [end])""", None),
    "RawSQL of a column": ('RawSQL("%s < now()" % start, [])', None),
    "extra": ("""q.extra(where=["ward = '%s'" % start])""", 'q.extra(where=["ward = %s"], params=[start])'),
    "extra, two": (
        """q.extra(where=["a = '%s'" % start, 'b = 1', f"c < {end}"])""",
        """q.extra(where=["a = %s", 'b = 1', "c < %s"], params=[start, end])""",
    ),
    "extra with parameters": ("""q.extra(where=["a = '%s'" % start], params=[end])""", None),
    "extra of a table": ('q.extra(where=["%s = 1" % start])', None),
    "raw": ("""Order.objects.raw(f"call worklist('{start}')")""", 'Order.objects.raw("call worklist(%s)", (start,))'),
}


@pytest.mark.parametrize(("before", "after"), QUERIES.values(), ids=QUERIES)
def test_queries_of_django_get_parameters(bench: Any, before: str, after: str | None) -> None:
    head = "from django.db.models.expressions import RawSQL\n\n\ndef f(q, start, end):\n    return {}\n"
    assert bench.rules(head.format(before)) & {"INJ-018", "INJ-019", "INJ-020"}
    assert [offer.text for offer in bench.offers(head.format(before))] == ([head.format(after)] if after else [])


@pytest.mark.parametrize("name", ["ward", "x') OR ('1'='1"])
def test_a_value_in_a_call_is_bound(bench: Any, name: str) -> None:
    code = (
        "import sqlite3\n\n\ndef f(cursor, name):\n    return cursor.execute(f\"select upper('{name}')\").fetchone()\n"
    )
    (offer,) = bench.offers(code)
    names: dict[str, Any] = {}
    exec(compile(offer.text, "after.py", "exec"), names)
    assert names["f"](sqlite3.connect(":memory:").cursor(), name) == (name.upper(),)


@pytest.mark.parametrize(
    "statement", ["alter role r set x = '{name}'", "set x = '{name}'", "create user u password '{name}'"]
)
def test_a_statement_that_takes_no_parameters_stays(bench: Any, statement: str) -> None:
    code = f'import psycopg\n\n\ndef f(cursor, name):\n    cursor.execute(f"{statement}")\n'
    assert bench.offers(code) == []


TIMES = {
    "alone": ("return datetime.utcnow()", "return datetime.now(timezone.utc)"),
    "with a span": ("return datetime.utcnow() - timedelta(1)", "return datetime.now(timezone.utc) - timedelta(1)"),
    "of a stamp": ("return datetime.utcfromtimestamp(start)", "return datetime.fromtimestamp(start, timezone.utc)"),
    "less another": ("return start - datetime.utcnow()", None),
    "a zone behind it": ("return datetime.utcnow().isoformat() + 'Z'", None),
    "a zone behind it, later": ("now = datetime.utcnow()\n    return f'{now.isoformat()}Z'", None),
    "a zone in its layout": ("return datetime.utcnow().strftime('%Y-%m-%dT%H:%M:%SZ')", None),
    "a zone of its own": ("return datetime.utcnow().strftime('%H:%M %Z')", None),
    "as a text": ("return datetime.utcnow().isoformat() + '!'", "return datetime.now(timezone.utc).isoformat() + '!'"),
    "held against another": ("return start < datetime.utcnow()", None),
    "a while ago, held against another": ("return datetime.utcnow() - timedelta(1) < start", None),
    "of today, held against another": ("return datetime.utcnow().replace(hour=0) < start", None),
    "the later of two": ("return max(start, datetime.utcnow())", None),
    "one of two, held against another": ("return (start or datetime.utcnow()) < start", None),
    "with a name, less another": ("now = datetime.utcnow()\n    return now - start", None),
    "with a name, held against another": ("now: datetime = datetime.utcnow()\n    return start < now", None),
    "with a name at once": ("return (now := datetime.utcnow()) and now - start", None),
    "kept by an object, less another": ("start.seen = datetime.utcnow()\n    return start.seen - start.at", None),
    "kept under a key, less another": (
        "start['seen'] = datetime.utcnow()\n    return start['seen'] - start['at']",
        None,
    ),
    "kept by the module, less another": ("global at\n    at = datetime.utcnow()\n    return at - start", None),
    "kept under a key of its own": ("start[start] = datetime.utcnow()", None),
    "with a name, kept, less another": (
        "now = datetime.utcnow()\n    start.at = now\n    return start - start.at",
        None,
    ),
    "kept by one another": (
        "now = datetime.utcnow()\n    start.at = now\n    now = start.at",
        "now = datetime.now(timezone.utc)\n    start.at = now\n    now = start.at",
    ),
    "kept by an object": ("start.seen = datetime.utcnow()", "start.seen = datetime.now(timezone.utc)"),
    "kept under a key": ("start['seen'] = datetime.utcnow()", "start['seen'] = datetime.now(timezone.utc)"),
    "with a name, told": (
        "now = datetime.utcnow()\n    print(now.isoformat(), f'{now}', now is None)\n    return now - timedelta(1)",
        "now = datetime.now(timezone.utc)\n    print(now.isoformat(), f'{now}', now is None)\n    return now - timedelta(1)",
    ),
    "given a zone at once": (
        "return datetime.utcnow().replace(tzinfo=start) < start",
        "return datetime.now(timezone.utc).replace(tzinfo=start) < start",
    ),
}


@pytest.mark.parametrize(("before", "after"), TIMES.values(), ids=TIMES)
def test_a_time_gets_its_zone_where_it_meets_no_other(bench: Any, before: str, after: str | None) -> None:
    code = "from datetime import datetime, timedelta{}\n\n\ndef f(start):\n    {}\n"
    assert "LOG-009" in bench.rules(code.format("", before))
    found = [offer.text for offer in bench.offers(code.format("", before)) if offer.rule == "LOG-009"]
    assert found == ([code.format(", timezone", after)] if after else [])


@pytest.mark.parametrize(
    ("given", "offered"),
    [
        ("[abs_folder, abs_target]", True),
        ("(os.path.realpath(path), root)", True),
        ("words", False),
        ("[model, other]", False),
        ("[path, root, model]", False),
    ],
)
def test_only_paths_share_a_folder(bench: Any, given: str, offered: bool) -> None:
    code = f"import os\n\n\ndef f(path, root, words, model, other, abs_folder, abs_target):\n    return os.path.commonprefix({given}) == root\n"
    assert "FIL-012" in bench.rules(code)
    found = [offer.text for offer in bench.offers(code) if offer.rule == "FIL-012"]
    assert found == ([code.replace("commonprefix", "commonpath")] if offered else [])


CHOSEN = {
    "a setting": ("WTF_CSRF_ENABLED = False", True),
    "of a class for debugging": ("class DebugConfig:\n    WTF_CSRF_ENABLED = False", False),
    "of a class for devices": ("class DeviceConfig:\n    WTF_CSRF_ENABLED = False", True),
    "under a condition": ("if TRYING:\n    WTF_CSRF_ENABLED = False", False),
    "in a test": ("def test_form(app):\n    app.config['WTF_CSRF_ENABLED'] = False", False),
    "of the program": ("if __name__ == '__main__':\n    app.config['WTF_CSRF_ENABLED'] = False", True),
}


@pytest.mark.parametrize(("code", "offered"), CHOSEN.values(), ids=CHOSEN)
def test_a_setting_that_was_chosen_stays(bench: Any, code: str, offered: bool) -> None:
    assert "WEB-018" in bench.rules(f"{code}\n")
    found = [offer.text for offer in bench.offers(f"{code}\n") if offer.rule == "WEB-018"]
    assert found == ([f"{code}\n".replace("False", "True")] if offered else [])


TRANSPORTS = {
    "chosen by a condition": "def f(tls, host):\n    if not tls:\n        return {}\n    return None\n",
    "either, by what the caller says": "def f(scheme, host):\n    log(scheme)\n    return {}\n",
    "that of an address": "def f(address):\n    host = urlparse(address).netloc\n    return {}\n",
}


@pytest.mark.parametrize("code", TRANSPORTS.values(), ids=TRANSPORTS)
def test_a_transport_that_may_be_either_stays(bench: Any, code: str) -> None:
    filled = f"import http.client\n\n\n{code.format('http.client.HTTPConnection(host)')}"
    assert "TLS-018" in bench.rules(filled)
    assert [each for each in bench.offers(filled) if each.rule == "TLS-018"] == []


COMMAND = "import click\n\n\n{}\ndef add_user(form):\n    return form(meta={{'csrf': False}})\n"


@pytest.mark.parametrize(
    ("above", "found"), [("@users.command('add')", False), ("@click.command", False), ("@app.route('/')", True)]
)
def test_no_page_forges_what_is_typed_in_a_terminal(bench: Any, above: str, found: bool) -> None:
    assert ("WEB-018" in bench.rules(COMMAND.format(above))) is found


@pytest.mark.parametrize(("audience", "offered"), [("", False), (", audience='viewer'", True)])
def test_an_audience_is_checked_where_one_is_named(bench: Any, audience: str, offered: bool) -> None:
    code = f"import jwt\n\n\ndef f(x, k):\n    return jwt.decode(x, k, options={{'verify_aud': False}}{audience})\n"
    assert [each.text for each in bench.offers(code) if each.rule == "AUT-004"] == [
        code.replace("False", "True")
    ] * offered


def test_a_host_that_nothing_is_said_of_is_connected_to_over_tls(bench: Any) -> None:
    code = "import http.client\n\n\ndef f(host):\n    return http.client.{}(host)\n"
    (offer,) = (each for each in bench.offers(code.format("HTTPConnection")) if each.rule == "TLS-018")
    assert offer.text == code.format("HTTPSConnection")


LASTING = {
    "a model's work": "requests.post(f'{url}/infer/{model}')",
    "in a function named so": "train_model(url)",
    "a file that another library sends": "httpx.post(url, files=parts, timeout=None)",
    "a file for a model": "requests.post(f'{url}/infer', files=parts)",
    "a session's": "requests.Session().get(url + '/batch/train')",
}


@pytest.mark.parametrize("call", LASTING.values(), ids=LASTING)
def test_what_may_take_minutes_gets_no_number_of_seconds(bench: Any, call: str) -> None:
    name = call.partition("(")[0] if call.startswith("train") else "f"
    body = "requests.get(url)" if name != "f" else call
    code = f"import httpx\nimport requests\n\n\ndef {name}(url, parts, model):\n    return {body}\n"
    assert bench.rules(code) & {"RES-001", "RES-002"}
    assert not {each.rule for each in bench.offers(code)} & {"RES-001", "RES-002"}


PATIENT = {
    "a file that is sent": ("requests.post(url, files=parts)", "requests.post(url, files=parts, timeout=(30, 600))"),
    "by its address": ("requests.post(url + '/upload')", "requests.post(url + '/upload', timeout=(30, 600))"),
    "bytes that are told": ("requests.post(url, data=body)", "requests.post(url, data=body, timeout=(30, 600))"),
    "what is read whole": (
        "requests.post(url, data=parts.read())",
        "requests.post(url, data=parts.read(), timeout=(30, 600))",
    ),
    "an open file": ("requests.put(url, open(parts))", "requests.put(url, open(parts), timeout=(30, 600))"),
    "what was received": (
        "requests.post(url, data=self.request.body)",
        "requests.post(url, data=self.request.body, timeout=(30, 600))",
    ),
    "a text that is made": (
        "requests.post(url, data=json.dumps(parts))",
        "requests.post(url, data=json.dumps(parts), timeout=30)",
    ),
    "what is asked for": (
        "requests.get(url, parts.read())",
        "requests.get(url, parts.read(), timeout=30)",
    ),
    "a form": ("requests.post(url, data=parts)", "requests.post(url, data=parts, timeout=30)"),
    "what is read as it comes": ("requests.get(url, stream=True)", "requests.get(url, stream=True, timeout=30)"),
    "a download": ("requests.get(url + '/download')", "requests.get(url + '/download', timeout=30)"),
}


@pytest.mark.parametrize(("before", "after"), PATIENT.values(), ids=PATIENT)
def test_what_is_handed_over_leaves_time_for_the_answer(bench: Any, before: str, after: str) -> None:
    code = "import requests\n\n\ndef f(url, parts, body: bytes):\n    return {}\n"
    assert [each.text for each in bench.offers(code.format(before))] == [code.format(after)]


@pytest.mark.parametrize("given", ["data=await request.body()", "data=sent", "data=opened", "data=copied"])
def test_a_body_that_is_handed_on_is_handed_over(bench: Any, given: str) -> None:
    code = (
        "import requests\n\n\nasync def f(url, request, path):\n    sent = await request.body()\n"
        "    with open(path, 'rb') as opened:\n        copied = opened.read()\n"
        "        return requests.post(url, {})\n"
    )
    (offer,) = (each for each in bench.offers(code.format(given)) if each.rule == "RES-001")
    assert offer.text == code.format(f"{given}, timeout=(30, 600)")


CONNECTED = "http.client.HTTPSConnection(host)", "http.client.HTTPSConnection(host, timeout={})"
SENT = "requests.request(method, host)", "requests.request(method, host, timeout={})"
TOLD = {
    "a path": ("host, path", "host, path", CONNECTED, "30"),
    "a method": ("host, method", "host, method, timeout=600", CONNECTED, "timeout"),
    "a method with a default": ("host, method='GET'", "host, method='GET', timeout=600", CONNECTED, "timeout"),
    "a request": ("host, method", "host, method, timeout=(30, 600)", SENT, "timeout"),
    "kinds": (
        "host: str, method: str",
        "host: str, method: str, timeout: tuple[float, float] = (30, 600)",
        SENT,
        "timeout",
    ),
    "by name alone": ("host, *, method", "host, *, method, timeout=600", CONNECTED, "timeout"),
    "a parameter that is left": ("host, method, timeout=5", "host, method, timeout=5", CONNECTED, "timeout"),
    "parameters over lines": (
        "\n    host,\n    method,\n",
        "\n    host,\n    method,\n    timeout=600,\n",
        CONNECTED,
        "timeout",
    ),
    "parameters that fill the line": (
        f"host, method, {'m' * 56}",
        f"\n    host, method, {'m' * 56}, timeout=600\n",
        CONNECTED,
        "timeout",
    ),
}


@pytest.mark.parametrize(("given", "then", "call", "handed"), TOLD.values(), ids=TOLD)
def test_what_sends_anything_lets_its_callers_say_how_long(
    bench: Any, given: str, then: str, call: tuple[str, str], handed: str
) -> None:
    code = "import http.client\nimport requests\n\n\ndef f({}):\n    return {}\n"
    (offer,) = bench.offers(code.format(given, call[0]))
    assert (offer.text, offer.safe) == (code.format(then, call[1].format(handed)), False)


@pytest.mark.parametrize(
    "given",
    [
        "host, method, *more",
        "host, method, **more",
        "host, method, timeout=None",
        "host, method, timeout",
        "host, method=('GET')",
        "\n    host,\n    method,  # a verb\n",
    ],
)
def test_a_function_that_can_take_no_further_parameter_is_left(bench: Any, given: str) -> None:
    code = f"import http.client\n\n\ndef f({given}):\n    return http.client.HTTPSConnection(host)\n"
    assert [each.rule for each in bench.offers(code)] == []
    used = (
        "import http.client\n\n\ndef f(host, method):\n    timeout = 3\n    return http.client.HTTPSConnection(host)\n"
    )
    assert [each.rule for each in bench.offers(used)] == []


@pytest.mark.parametrize(
    ("said", "after"),
    [
        (":param method: a verb", ":param method: a verb\n    :param timeout: seconds to wait for an answer"),
        ("method -- a verb", None),
    ],
)
def test_a_time_out_that_callers_give_is_documented_as_what_else_they_give(
    bench: Any, said: str, after: str | None
) -> None:
    code = 'import http.client\n\n\ndef f({}):\n    """Send.\n\n    {}\n    """\n    return {}\n'
    found = [each.text for each in bench.offers(code.format("host, method", said, CONNECTED[0]))]
    mended = code.format("host, method, timeout=600", after, CONNECTED[1].format("timeout"))
    assert found == ([mended] if after else [])


def test_a_modules_own_time_out_is_given(bench: Any) -> None:
    code = "import requests\n\n_TIMEOUT = 5\n\n\ndef f(url):\n    return requests.get(url{})\n"
    (offer,) = bench.offers(code.format(""))
    assert (offer.text, offer.safe) == (code.format(", timeout=_TIMEOUT"), True)


def test_a_key_of_kept_results_keeps_its_digest(bench: Any) -> None:
    code = (
        "from hashlib import md5\n\n\ndef f(self, more):\n    made = md5({})\n"
        "    made.update(more)\n    self.hashvalue = made.hexdigest()\n"
    )
    (offer,) = bench.offers(code.format(""))
    assert offer.text == code.format("usedforsecurity=False")
    guarding = code.replace("self.hashvalue", "self.token").format("")
    assert all("sha256" in offer.title for offer in bench.offers(guarding))


def test_what_is_asked_for_a_private_name_goes_with_it(bench: Any) -> None:
    code = "import ssl\n\n\ndef f(g):\n{}    return g(context=ssl.{}())\n"
    asked = "    # noinspection PyProtectedMember\n"
    for above, left in ((asked, ""), ("    # noinspection PyBroadException\n",) * 2):
        offers = bench.offers(code.format(above, "_create_unverified_context"))
        assert [offer.text for offer in offers] == [code.format(left, "create_default_context")]


def test_a_time_out_that_does_not_fit_the_line_is_laid_out(bench: Any) -> None:
    code = "import requests\n\n\ndef f(url, session):\n    return requests.get({}){}\n"
    given = 'f"{url}/studies/{session}/series", headers={"Accept": "text"}'
    (offer,) = bench.offers(code.format(given, ".json()"))
    assert offer.text == code.format(f"\n        {given}, timeout=30\n    ", ".json()")


def test_the_clauses_of_a_comprehension_stand_on_lines_of_their_own(bench: Any) -> None:
    code = "import hashlib\n\n\ndef f(files, load):\n    sums = [\n        {}\n        for each in files\n    ]\n    return sums\n"
    given = f"load(each, {'kind' * 5}='plain').read()"
    before, after = (
        f"hashlib.md5({given}).hexdigest()",
        f"hashlib.md5(\n            {given}, usedforsecurity=False\n        ).hexdigest()",
    )
    assert code.format(after) in [offer.text for offer in bench.offers(code.format(before))]


@pytest.mark.parametrize("probe", ["import numpy", "__import__('numpy')"])
def test_an_import_that_is_tried_is_no_error_to_log(bench: Any, probe: str) -> None:
    code = f"def f(found):\n    try:\n        {probe}\n        found.send()\n    except Exception:\n        pass\n"
    assert all("debug level" in offer.title for offer in bench.offers(code) if offer.rule == "ERR-002")


TELLING = {
    "a log": "def print_log(x):\n    try:\n        x.send()\n    except Exception:\n        pass\n",
    "a handler of logging": "def emit(self, x):\n    try:\n        self.send(x)\n    except Exception:\n        pass\n",
    "a hook": "import sys\n\n\ndef f():\n    try:\n        sys.excepthook(*sys.exc_info())\n    except Exception:\n        pass\n",
    "a stream": "import sys\n\n\ndef f(x):\n    try:\n        sys.stderr.write(x)\n    except Exception:\n        pass\n",
}


@pytest.mark.parametrize("code", TELLING.values(), ids=TELLING)
def test_what_fails_to_tell_of_an_error_tells_nothing_of_its_own(bench: Any, code: str) -> None:
    assert "ERR-002" in bench.rules(code)
    assert [offer for offer in bench.offers(code) if offer.rule == "ERR-002"] == []


@pytest.mark.parametrize(
    ("caught", "offered"),
    [
        ("(LookupError, TypeError)", False),
        ("LookupError as error", False),
        ("(LookupError, UnicodeDecodeError)", True),
        ("ValueError", True),
        ("Exception", True),
        ("", True),
    ],
)
def test_what_is_tried_raises_only_what_its_handlers_know(bench: Any, caught: str, offered: bool) -> None:
    code = (
        "def f(data: bytes, coding):\n    try:\n        text = str(data, coding, errors='replace')\n"
        f"    except {caught}:\n        text = None\n    return text\n"
    ).replace("except :", "except:")
    assert "VAL-014" in bench.rules(code)
    found = [offer.text for offer in bench.offers(code) if offer.rule == "VAL-014"]
    assert found == ([code.replace(", errors='replace'", "")] if offered else [])


def test_the_last_resort_of_decoding_stays(bench: Any) -> None:
    code = (
        "def f(data: bytes, coding):\n    try:\n        return str(data, coding)\n    except LookupError:\n"
        "        return str(data, 'utf-8', errors='replace')\n"
    )
    assert "VAL-014" in bench.rules(code)
    assert [offer for offer in bench.offers(code) if offer.rule == "VAL-014"] == []
