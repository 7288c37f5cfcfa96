"""Code that somebody meant as it stands, or that is for another Python: nothing is offered, and its neighbour is."""

from __future__ import annotations

from typing import Any

import pytest

PLACES = {
    "an older Python": (
        "import sys, tarfile\n\n\ndef f(x, p):\n    with tarfile.open(x) as t:\n        if {}:\n            pass\n"
        "        else:\n            t.extractall(p)\n",
        "sys.version_info >= (3, 12)",
        "p",
    ),
    "a library without it": (
        "import tarfile\n\n\ndef f(x, p):\n    with tarfile.open(x) as t:\n        if {}:\n            pass\n"
        "        else:\n            t.extractall(p)\n",
        "hasattr(tarfile.TarFile, 'extraction_filter')",
        "hasattr(p, 'name')",
    ),
    "an import that failed": (
        "def f(x):\n    try:\n        return x()\n    except {}:\n        from tempfile import mktemp\n\n        return mktemp()\n",
        "ImportError",
        "KeyError",
    ),
    "what is shared": (
        "import os\n\n\ndef f(p, {0}):\n    if {0}:\n        os.chmod(p, 0o600)\n    else:\n        os.chmod(p, 0o666)\n",
        "private",
        "large",
    ),
    "options behind a word": (
        'import os\n\n\ndef f(folder):\n    os.system(f"svn checkout{}{{folder}}")\n',
        "",
        " ",
    ),
    "packages to install": (
        'import os\n\n\ndef f(name: str):\n    os.system(f"python3 -m {} {{name}}")\n',
        "pip install",
        "compileall",
    ),
    "folders seen before": (
        "import os\n\n\ndef f(path, {0}):\n    for at, _, _ in os.walk(path, followlinks=True):\n        {0}.add(at)\n",
        "seen",
        "found",
    ),
    "a debugger that is asked for": (
        "import pdb\n\n\ndef f(x, {}):\n    def g():\n        pdb.set_trace()\n        return x()\n\n    return g\n",
        "break_at",
        "at",
    ),
    "a MAC by its name": (
        "import hmac\n\n\ndef {}(k, m):\n    return hmac.new(k, m, 'md5').hexdigest()\n",
        "auth_cram_md5",
        "seal",
    ),
    "a walk that another looks at": (
        "import os\n\n\ndef f(path, once):\n    return {}(os.walk(path, followlinks=True))\n",
        "once",
        "list",
    ),
    "a time that is handed on": (
        "import datetime\n\n\ndef f(log, check):\n    {}(datetime.datetime.utcnow())\n",
        "check",
        "log.info",
    ),
    "what says that it verifies nothing": (
        "import ssl\n\n\ndef f(log):\n    log.warning({})\n    return ssl._create_unverified_context()\n",
        "'unverified, since the site asks for it'",
        "'none'",
    ),
}


@pytest.mark.parametrize(("code", "meant", "else_"), PLACES.values(), ids=PLACES)
def test_it_stays_and_its_neighbour_does_not(bench: Any, code: str, meant: str, else_: str) -> None:
    for filled, offered in ((code.format(meant), False), (code.format(else_), True)):
        assert bench.rules(filled)
        assert bool(bench.offers(filled)) == offered, filled


def test_what_is_safe_is_offered_for_an_older_python_too(bench: Any) -> None:
    code = "import sys, requests\nTIMEOUT = 9\n\n\ndef f(u):\n    if sys.version_info < (3, 12):\n        return requests.get(u)\n"
    assert [offer.safe for offer in bench.offers(code)] == [True]
