"""The rewrites of single calls: loaders, hashes, temporary files, switches."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Mend = Callable[[str], str | None]

YAML = {
    "keyword": ("import yaml\nyaml.load(x, Loader=yaml.Loader)\n", "import yaml\nyaml.safe_load(x)\n"),
    "position": ("import yaml as y\ny.load(x, y.FullLoader)\n", "import yaml as y\ny.safe_load(x)\n"),
    "no loader": ("import yaml\nyaml.load(x)\n", "import yaml\nyaml.safe_load(x)\n"),
    "keywords only": (
        "import yaml\nyaml.load(Loader=yaml.Loader, stream=x)\n",
        "import yaml\nyaml.safe_load(stream=x)\n",
    ),
    "brackets": ("import yaml\nyaml.load((x), (yaml.Loader))\n", "import yaml\nyaml.safe_load((x))\n"),
    "brackets and comma": ("import yaml\nyaml.load((x), (yaml.Loader),)\n", "import yaml\nyaml.safe_load((x),)\n"),
    "from-import": (
        "import yaml\nfrom yaml import load\nload(x, yaml.Loader)\n",
        "import yaml\nfrom yaml import load\nyaml.safe_load(x)\n",
    ),
    "lines and comments": (
        "import yaml\nd = yaml.load(\n    x,  # text\n    Loader=yaml.Loader,  # all\n)\n",
        "import yaml\nd = yaml.safe_load(\n    x,  # text\n    # all\n)\n",
    ),
    "hanging": (
        "import yaml\nd = yaml.load(x,  # text\n              Loader=yaml.Loader)\n",
        "import yaml\nd = yaml.safe_load(x,  # text\n              )\n",
    ),
}
YAML_UNSEEN = {
    "nothing else imported": (
        "from yaml import load, Loader\nload(x, Loader)\n",
        "import yaml\nfrom yaml import load, Loader\nyaml.safe_load(x)\n",
    ),
    "safe one imported": (
        "from yaml import load, safe_load\nload(x)\n",
        "from yaml import load, safe_load\nsafe_load(x)\n",
    ),
    "several documents": (
        "import yaml\nyaml.unsafe_load_all(x)\n",
        "import yaml\nyaml.safe_load_all(x)\n",
    ),
}
"""Bandit does not find these, another detector may."""
HASH = {
    "attribute": ("import hashlib as h\nx = h.md5(y).digest()\n", "import hashlib as h\nx = h.sha256(y).digest()\n"),
    "from-import": (
        "from hashlib import sha1\nsha1()\n",
        "import hashlib\nfrom hashlib import sha1\nhashlib.sha256()\n",
    ),
    "text": ("import hashlib\nhashlib.new('MD5', x)\n", "import hashlib\nhashlib.new('sha256', x)\n"),
    "keyword": ('import hashlib\nhashlib.new(name="sha1")\n', 'import hashlib\nhashlib.new(name="sha256")\n'),
}
FILE = {
    "name": (
        "import tempfile\nn = tempfile.mktemp('.dcm', dir=d)\n",
        "import tempfile\nn = tempfile.mkstemp('.dcm', dir=d)[1]\n",
        "import tempfile\nn = tempfile.NamedTemporaryFile(suffix='.dcm', dir=d, delete=False).name\n",
    ),
    "no argument": (
        "from tempfile import mktemp, NamedTemporaryFile\nopen(mktemp())\n",
        "import tempfile\nfrom tempfile import mktemp, NamedTemporaryFile\nopen(tempfile.mkstemp()[1])\n",
        "from tempfile import mktemp, NamedTemporaryFile\nopen(NamedTemporaryFile(delete=False).name)\n",
    ),
    "an instance is no class": (
        "import tempfile\nt = tempfile.NamedTemporaryFile()\nn = tempfile.mktemp(('.t'))\nt.close()\n",
        "import tempfile\nt = tempfile.NamedTemporaryFile()\nn = tempfile.mkstemp(('.t'))[1]\nt.close()\n",
        "import tempfile\nt = tempfile.NamedTemporaryFile()\n"
        "n = tempfile.NamedTemporaryFile(suffix=('.t'), delete=False).name\nt.close()\n",
    ),
}
SWITCHES = {
    "verify last": (
        "import requests\nrequests.get(u, timeout=3, verify=False)\n",
        "import requests\nrequests.get(u, timeout=3)\n",
    ),
    "verify alone": ("import httpx\nc = httpx.Client(verify=False)\n", "import httpx\nc = httpx.Client()\n"),
    "verify first": (
        "import httpx\nc = httpx.Client(verify=False, timeout=3)\n",
        "import httpx\nc = httpx.Client(timeout=3)\n",
    ),
    "verify and comma": ("import httpx\nc = httpx.Client(verify=False,)\n", "import httpx\nc = httpx.Client()\n"),
    "verify on its own line": (
        "import httpx\r\nc = httpx.Client(\r\n\tverify=False,\r\n\ttimeout=3,\r\n)\r\n",
        "import httpx\r\nc = httpx.Client(\r\n\ttimeout=3,\r\n)\r\n",
    ),
    "verify before a comment": (
        "import httpx\nc = httpx.Client(timeout=3, verify=False,  # test\n  trust_env=False)\n",
        "import httpx\nc = httpx.Client(timeout=3,  # test\n  trust_env=False)\n",
    ),
    "verify last on its own line": (
        "import httpx\nc = httpx.Client(\n    timeout=3,\n    verify=False\n)\n",
        "import httpx\nc = httpx.Client(\n    timeout=3,\n)\n",
    ),
    "verify last with a comment": (
        "import httpx\nc = httpx.Client(\n    timeout=3,\n    verify=False  # test\n)\n",
        "import httpx\nc = httpx.Client(\n    timeout=3  # test\n)\n",
    ),
    "timeout": ("import requests\nrequests.get(u)\n", "import requests\nrequests.get(u, timeout=30)\n"),
    "timeout, no argument": ("import requests\nrequests.get()\n", "import requests\nrequests.get(timeout=30)\n"),
    "timeout, None": (
        "import requests\nrequests.get(u, timeout=None)\n",
        "import requests\nrequests.get(u, timeout=30)\n",
    ),
    "timeout, each on its line": (
        "import requests\nrequests.put(\n    u,\n    json=x)\n",
        "import requests\nrequests.put(\n    u,\n    json=x,\n    timeout=30)\n",
    ),
    "timeout and a trailing comma": (
        "import requests\nrequests.get(u,)\n",
        "import requests\nrequests.get(u, timeout=30,)\n",
    ),
    "timeout on its own line": (
        "import requests\nclass A:\n\tdef f(self):\n\t\tx = '😀', requests.get(\n\t\t\tu,\n\t\t\tparams=p,\n\t\t)\n",
        "import requests\nclass A:\n\tdef f(self):\n"
        "\t\tx = '😀', requests.get(\n\t\t\tu,\n\t\t\tparams=p,\n\t\t\ttimeout=30,\n\t\t)\n",
    ),
    "timeout after a comment": (
        "import requests\r\nrequests.get(\r\n    u  # where, (and why)\r\n)\r\n",
        "import requests\r\nrequests.get(\r\n    u,  # where, (and why)\r\n    timeout=30,\r\n)\r\n",
    ),
    "timeout after a bracket": (
        "import requests\nrequests.get(\n    (\n        u\n    )\n)\n",
        "import requests\nrequests.get(\n    (\n        u\n    ),\n    timeout=30,\n)\n",
    ),
    "timeout, arguments on one line": (
        "import requests\nrequests.get(\n    u, p\n)\n",
        "import requests\nrequests.get(\n    u, p, timeout=30\n)\n",
    ),
    "timeout, a wide letter in the call": (
        "import requests\nx = '😀'; requests.get('😀é')\n",
        "import requests\nx = '😀'; requests.get('😀é', timeout=30)\n",
    ),
    "debug": (
        "from flask import Flask\napp = Flask('x')\napp.run(debug=True, port=1)\n",
        "from flask import Flask\napp = Flask('x')\napp.run(debug=False, port=1)\n",
    ),
    "debug on its own line": (
        "from flask import Flask\nfrom viewer import app\napp.run(\n    port=1,\n    debug=True,  # handy\n)\n",
        "from flask import Flask\nfrom viewer import app\napp.run(\n    port=1,\n    debug=False,  # handy\n)\n",
    ),
    "autoescape missing": (
        "import jinja2\ne = jinja2.Environment()\n",
        "import jinja2\ne = jinja2.Environment(autoescape=True)\n",
    ),
    "autoescape off": (
        "from jinja2 import Environment as E\ne = E(autoescape=False, loader=l)\n",
        "from jinja2 import Environment as E\ne = E(autoescape=True, loader=l)\n",
    ),
    "filter": (
        "import tarfile\ntarfile.open(x).extractall()\n",
        'import tarfile\ntarfile.open(x).extractall(filter="data")\n',
    ),
    "another filter": (
        "import tarfile\ntarfile.open(x).extractall(p, filter='fully_trusted')\n",
        "import tarfile\ntarfile.open(x).extractall(p, filter='data')\n",
    ),
    "filter and members": (
        "import tarfile\nwith tarfile.open(x) as t:\n    t.extractall(p, members=m(t))\n",
        'import tarfile\nwith tarfile.open(x) as t:\n    t.extractall(p, members=m(t), filter="data")\n',
    ),
}
DECLINED = {
    "yaml, hidden": "import yaml\nyaml.load(*x)",
    "yaml, name taken": "import yaml\nfrom yaml import load\ndef f(yaml):\n    return load(yaml)",
    "hash of a method": "import crypt\ncrypt.crypt(x, 'METHOD_MD5')",
    "timeout hidden": "import requests\nrequests.get(u, **options)",
    "only a generator": "import requests\nrequests.get(u for u in x)",
    "debug of asyncio": "import flask, asyncio\nasyncio.run(main(), debug=True)",
    "autoescape computed": "import jinja2\njinja2.Environment(autoescape=choose)",
    "autoescape of LaTeX": 'import jinja2\njinja2.Environment(block_start_string="\\\\BLOCK{")',
    "autoescape hidden": "import jinja2\njinja2.Environment(**options)",
    "filter of the caller's": "import tarfile\ndef f(chosen):\n    tarfile.open(x).extractall(filter=chosen)",
    "filter of an archive of either kind": "import tarfile, zipfile\ndef f(x):\n    open_any(x).extractall(p)",
    "filter of another archive": "import tarfile, zipfile\nwith zipfile.ZipFile(x) as z:\n    z.extractall()",
}


@pytest.mark.parametrize(("before", "after"), YAML.values(), ids=YAML.keys())
def test_yaml(mend: Mend, before: str, after: str) -> None:
    assert mend(before) == after


@pytest.mark.parametrize(("before", "after"), YAML_UNSEEN.values(), ids=YAML_UNSEEN.keys())
def test_yaml_that_bandit_misses(bench: Any, before: str, after: str) -> None:
    assert bench.at_calls(before, "yaml-safe-load") == [after]


IDS = {
    "given a name": "def f(x):\n    m = hashlib.md5(x)\n    {} = m.hexdigest()\n    g({})\n",
    "of an object": "def f(self, x):\n    self.{} = hashlib.md5(x).hexdigest()\n",
    "of an entry": "def f(x):\n    g({'{}': hashlib.md5(x).hexdigest()})\n",
    "of an argument": "def f(x):\n    return g({}=hashlib.md5(x).hexdigest())\n",
    "of a function": "def {}(x):\n    g(hashlib.md5(x).hexdigest())\n",
}


@pytest.mark.parametrize("code", IDS.values(), ids=IDS)
@pytest.mark.parametrize(("name", "titles"), [("host_id", ["Say"]), ("id", ["Say"]), ("grid", ["Use", "Say"])])
def test_an_id_stays_as_long_as_it_is(bench: Any, code: str, name: str, titles: list[str]) -> None:
    offers = bench.offers(f"import hashlib\n\n\n{code.replace('{}', name)}")
    assert [offer.title.partition(" ")[0] for offer in offers] == titles


@pytest.mark.parametrize(
    ("body", "titles"),
    [
        ("return hashlib.md5(x).hexdigest()", ["Say"]),
        ("m = hashlib.md5()\n    m.update(x)\n    return 'x' + m.hexdigest()", ["Say"]),
        ("made = hashlib.md5(x).hexdigest()\n    return [x, made]", ["Say"]),
        ("g(hashlib.md5(x).hexdigest()[:8])", ["Say"]),
        ("made = hashlib.md5(x).hexdigest()\n    g(made[:8])", ["Say"]),
        ("x.write('x' + hashlib.md5(x).hexdigest())", ["Say"]),
        ("x.write(hashlib.md5(x).hexdigest().encode())", ["Say"]),
        ("# let's make it reproducible\n    made = hashlib.md5(x).hexdigest()\n    g(made)", ["Say"]),
        ("g(hashlib.md5(x).hexdigest())", ["Use", "Say"]),
        ("return hashlib.md5(x)", ["Use", "Say"]),
        ("return hashlib.md5(x).hexdigest() == g(x)", ["Use", "Say"]),
        ("g(hashlib.md5(x).hexdigest()[0])", ["Use", "Say"]),
        ("token = hashlib.md5(x).hexdigest()\n    return token", ["Use"]),
    ],
)
def test_a_digest_that_others_hold_stays(bench: Any, body: str, titles: list[str]) -> None:
    offers = bench.offers(f"import hashlib\n\n\ndef f(x):\n    {body}\n")
    assert [offer.title.partition(" ")[0] for offer in offers] == titles


def test_a_seal_is_made_by_a_hash_that_nobody_forges(bench: Any) -> None:
    code = "import hashlib\n\n\ndef fingerprint(x):\n    return hashlib.{}(x).hexdigest()\n"
    assert bench.offers(code.format("md5"))[0].text == code.format("sha256")


@pytest.mark.parametrize(("before", "after"), HASH.values(), ids=HASH.keys())
def test_hash(bench: Any, before: str, after: str) -> None:
    offer, other = bench.offers(before)
    assert (offer.text, offer.safe, other.safe) == (after, False, False)
    assert "digest changes" in offer.title
    assert "usedforsecurity=False" in other.text


@pytest.mark.parametrize(
    ("code", "titles"),
    [
        ("def md5sum(x):\n    return hashlib.md5(x)\n", ["the digest stays"]),
        ("def f(x):\n    sha1 = hashlib.sha1(x)\n    return sha1\n", ["the digest stays"]),
        ("class MD5PasswordHasher:\n    def encode(self, x):\n        return hashlib.md5(x)\n", []),
        ("def f(password):\n    return hashlib.md5(password)\n", ["the digest changes"]),
        ("h = hashlib.md5\nh(x)\n", []),
        ("x = '2.25.' + str(int(hashlib.md5(y).hexdigest(), 16))\n", ["the digest stays"]),
        ("import uuid\nx = uuid.UUID(hashlib.md5(y).hexdigest())\n", ["the digest stays"]),
        ("def f(y):\n    h = hashlib.md5(y)\n    return int.from_bytes(h.digest(), 'big')\n", ["the digest stays"]),
        ("if hashlib.md5(y).hexdigest() != expected:\n    raise ValueError\n", ["the digest changes"]),
        ("def f(y, h):\n    return verify(h, hashlib.md5(y).hexdigest())\n", ["the digest changes"]),
        ("def f(x, hasher=hashlib.md5):\n    return hasher(x)\n", []),
    ],
)
def test_a_hash_that_is_meant(bench: Any, code: str, titles: list[str]) -> None:
    code = f"import hashlib\n\n\n{code}"
    assert "CRY-001" in bench.rules(code)
    found = [offer.title for offer in bench.offers(code) if offer.rule == "CRY-001"]
    assert len(found) == len(titles)
    assert all(part in title for part, title in zip(titles, found, strict=True))


@pytest.mark.parametrize(("before", "bare", "named"), FILE.values(), ids=FILE.keys())
def test_temporary_file(bench: Any, before: str, bare: str, named: str) -> None:
    offers = [offer for offer in bench.offers(before) if offer.rule == "FIL-002"]
    assert [offer.text for offer in offers] == [named, bare]
    assert not any(offer.safe for offer in offers)


@pytest.mark.parametrize(
    "use",
    [
        "os.mkdir(tempfile.mktemp())",
        "os.makedirs(name=tempfile.mktemp(), exist_ok=True)",
        "p = tempfile.mktemp()\n    os.mkfifo(p)",
        "q: str = tempfile.mktemp()\n    s.bind(q)",
        "pathlib.Path(tempfile.mktemp()).mkdir()",
        "p = pathlib.Path(tempfile.mktemp())\n    p.mkdir()",
        "if (p := tempfile.mktemp()):\n        os.symlink(s, p)",
        "return os.path.join(tempfile.mktemp(), 'a')",
        "return pathlib.Path(tempfile.mktemp()) / 'a'",
    ],
)
def test_a_name_for_what_is_no_file_gets_none(bench: Any, use: str) -> None:
    code = f"import os, pathlib, tempfile\n\n\ndef f(s):\n    {use}\n"
    assert "FIL-002" in bench.rules(code)
    assert [offer.title for offer in bench.offers(code) if offer.rule == "FIL-002"] == []


@pytest.mark.parametrize(("before", "after"), SWITCHES.values(), ids=SWITCHES.keys())
def test_switch(mend: Mend, before: str, after: str) -> None:
    assert mend(before) == after


@pytest.mark.parametrize("code", DECLINED.values(), ids=DECLINED.keys())
def test_declined(bench: Any, code: str) -> None:
    assert bench.rules(code + "\n")
    assert [offer.text for offer in bench.offers(code + "\n") if offer.rule not in ("DES-001", "RES-005")] == []


@pytest.mark.parametrize(
    ("code", "safe"),
    [
        ("import yaml\nyaml.load(x, yaml.Loader)\n", True),
        ("import yaml\nyaml.load(x, yaml.BaseLoader)\n", False),
        ("import yaml\nyaml.load(x, yaml.CLoader)\n", False),
        ("import yaml\nyaml.load(x, Ours)\n", False),
        ("import yaml\nfrom yaml.loader import FullLoader as F\nyaml.load(x, Loader=F)\n", True),
        ("import yaml\nfrom mylib import Loader\nyaml.load(x, Loader)\n", False),
        ("import yaml\nclass FullLoader(yaml.FullLoader):\n    pass\nyaml.load(x, Loader=FullLoader)\n", False),
        ("import yaml\ndef f(x, Loader=yaml.Loader):\n    return yaml.load(x, Loader=Loader)\n", False),
        ("import yaml, ours\ndef f(x):\n    return yaml.load(x, Loader=ours.yaml.Loader)\n", False),
        ("import requests\nrequests.get(u)\n", False),
        ("import requests\nTIMEOUT = 9\nrequests.get(u)\n", True),
        ("import httpx\nhttpx.get(u, verify=False)\n", False),
        ("import httpx\n# self-signed, see JIRA-1\nhttpx.get(u, verify=False)\n", False),
        ("import httpx\nhttpx.get(u, verify=False)  # self-signed\n", False),
        ("import httpx\nhttpx.get(\n    u,\n    # self-signed\n    verify=False,\n)\n", False),
        ("import httpx\nhttpx.get(\n    u,\n    verify=False,  # self-signed\n)\n", False),
        ("import httpx\n# all of them\nhttpx.get(\n    u,  # where\n    verify=False,\n)\n", False),
        ("import requests\nrequests.get(u, timeout=None)\n", False),
        ("import requests\n_TIMEOUT = 9\n# all of them\nrequests.get(u)\n", True),
        ("import jinja2\njinja2.Environment()\n", False),
        ("import tarfile\ntarfile.open(x).extractall()\n", False),
        ("import tarfile\ntarfile.open(x).extractall(filter=tarfile.fully_trusted_filter)\n", False),
        ("import tarfile\ndef f(t):\n    t.extractall()\n", False),
        ("import flask\ndef f(app):\n    app.run(debug=True)\n", False),
    ],
)
def test_safe_means_that_good_input_behaves_the_same(bench: Any, code: str, safe: bool) -> None:
    (offer,) = bench.offers(code)
    assert offer.safe is safe


@pytest.mark.parametrize(
    ("before", "target", "after"),
    [
        (
            "import pickle\nx = pickle.loads(y)\n",
            "json.loads",
            "import json\nimport pickle\nx = json.loads(y)\n",
        ),
        (
            "import pickle\nfrom json import loads as read\nx = pickle.loads(y)\n",
            "json.loads",
            "import pickle\nfrom json import loads as read\nx = read(y)\n",
        ),
        (
            "from xml.etree import ElementTree as ET\nfrom defusedxml import ElementTree as D\nx = ET.parse(y)\n",
            "defusedxml.ElementTree.parse",
            "from xml.etree import ElementTree as ET\nfrom defusedxml import ElementTree as D\nx = D.parse(y)\n",
        ),
        ("x = eval(y)\n", "ast.literal_eval", "import ast\n\nx = ast.literal_eval(y)\n"),
        ("import os\nx = os.system(y)\n", "builtins.print", "import os\nx = print(y)\n"),
        (
            "import os\nx = os.system(y)\n",
            "datetime.datetime.now",
            "import datetime\nimport os\nx = datetime.datetime.now(y)\n",
        ),
        (
            "import os\nfrom datetime import datetime\nx = os.system(y)\n",
            "datetime.datetime.now",
            "import os\nfrom datetime import datetime\nx = datetime.now(y)\n",
        ),
        ("import os\nx = os.system(y)\n", "pathlib.Path.open", "import os\nimport pathlib\nx = pathlib.Path.open(y)\n"),
    ],
)
def test_a_dotted_name_is_called_instead(bench: Any, before: str, target: str, after: str) -> None:
    assert [(offer.text, offer.safe) for offer in bench.offers(before, (target,))][-1:] == [(after, False)]


@pytest.mark.parametrize(
    ("code", "call"),
    [
        ("import pickle\ndef f(json):\n    return pickle.loads(json)\n", "loads(json)"),
        ("import tarfile\ntarfile.open(x).extractall()\n", "extractall()"),
        ("import zipfile\ndef f(x):\n    with zipfile.ZipFile(x) as z:\n        z.extractall()\n", "extractall()"),
        ("import zipfile\nz = zipfile.ZipFile(x)\nz.extractall()\n", "extractall()"),
        ("def f(store):\n    return store.loads(x)\n", "loads(x)"),
    ],
)
def test_nothing_is_called_instead_of_a_method_or_by_a_taken_name(bench: Any, code: str, call: str) -> None:
    assert bench.at_calls(code, "json.loads", call) == []


def test_a_function_of_ones_own_gets_no_filter(bench: Any) -> None:
    code = "import tarfile\n\n\ndef extractall(path):\n    return path\n\n\ndef f(path):\n    extractall(path)\n"
    assert bench.at_calls(code, "filter-data", "extractall(path)") == []
