"""Folders, marks, secrets, transfers and debuggers: what is written in their place, and where nothing is."""

from __future__ import annotations

import ast
import os
from pathlib import Path
from typing import Any

import pytest

FOLDERS = {
    "os": ("if not os.path.exists(p):\n        os.makedirs(p)", "os.makedirs(p, exist_ok=True)", True),
    "a mode": ("if not os.path.isdir(p):\n        os.makedirs(p, 0o700)", "os.makedirs(p, 0o700, exist_ok=True)", True),
    "mkdir": ("if not os.path.exists(p):\n        os.mkdir(p)", "os.makedirs(p, exist_ok=True)", False),
    "a method": ("if not p.is_dir():\n        p.mkdir()", "p.mkdir(exist_ok=True)", False),
    "two": (
        "if not os.path.exists(p):\n        os.makedirs(p)\n    if not os.path.exists(q):\n        os.makedirs(q)",
        "os.makedirs(p, exist_ok=True)\n    os.makedirs(q, exist_ok=True)",
        True,
    ),
    "more hangs on it": (
        "if not os.path.exists(p):\n        os.makedirs(p)\n        tell(p)",
        "if not os.path.exists(p):\n        os.makedirs(p, exist_ok=True)\n        tell(p)",
        True,
    ),
    "a comment": (
        "if not os.path.exists(p):  # new\n        os.makedirs(p)",
        "if not os.path.exists(p):  # new\n        os.makedirs(p, exist_ok=True)",
        True,
    ),
    "elif": (
        "if q:\n        tell(q)\n    elif not os.path.exists(p):\n        os.makedirs(p)",
        "if q:\n        tell(q)\n    elif not os.path.exists(p):\n        os.makedirs(p, exist_ok=True)",
        True,
    ),
    "of something else": ("if not fs.exists(p):\n        fs.mkdir(p)", None, False),
}


@pytest.mark.parametrize(("before", "after", "safe"), FOLDERS.values(), ids=FOLDERS)
def test_folders(bench: Any, before: str, after: str | None, safe: bool) -> None:
    top = "import os\n\n\ndef f(p, q, fs):\n    "
    assert bench.rules(f"{top}{before}\n") == {"CON-003"}
    offers = bench.offers(f"{top}{before}\n")
    assert [(offer.text, offer.safe) for offer in offers] == ([(f"{top}{after}\n", safe)] if after else [])


def test_a_folder_is_made_as_before_and_may_be_there(bench: Any, tmp_path: Path) -> None:
    (offer,) = bench.offers("import os\n\n\ndef f(p):\n    if not os.path.exists(p):\n        os.makedirs(p)\n")
    names: dict[str, Any] = {}
    exec(compile(offer.text, "viewer.py", "exec"), names)
    for _ in range(2):
        names["f"](os.fspath(tmp_path / "a" / "b"))
        assert (tmp_path / "a" / "b").is_dir()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('"d\u200f/m"', '"d\\u200f/m"'),
        ("'a' \"\u202b\"", "'a' \"\\u202b\""),
        ('"""\u202b\nb"""', '"""\\u202b\nb"""'),
        ('r"\u202b"', None),
        ('"a" r"\u202b"', None),
    ],
)
def test_marks_are_read_as_before(bench: Any, before: str, after: str | None) -> None:
    offers = bench.offers(f"X = {before}\n")
    assert bench.rules(f"X = {before}\n") == {"SUP-007"}
    assert [(offer.text, offer.safe) for offer in offers] == ([(f"X = {after}\n", True)] if after else [])
    assert all(ast.dump(ast.parse(offer.text)) == ast.dump(ast.parse(f"X = {before}\n")) for offer in offers)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("eval(value)", "ast.literal_eval(value)"),
        ("eval(argv[2])", "ast.literal_eval(argv[2])"),
        ("eval(value, {})", None),
        ("eval('x.' + value)", None),
        ("eval(value).name", None),
        ("eval(formula)", None),
        ("exec(value)", None),
    ],
)
def test_a_value_is_read_and_not_run(bench: Any, before: str, after: str | None) -> None:
    top = "import ast\n\n\ndef f(value, argv, formula):\n    return "
    assert bench.rules(f"{top}{before}\n") == {"INJ-001"}
    assert [offer.text for offer in bench.offers(f"{top}{before}\n")] == ([f"{top}{after}\n"] if after else [])


def test_a_text_from_the_function_around_may_use_names_and_is_run(bench: Any) -> None:
    code = "def f(use):\n    def g(x):\n        return eval(use)\n\n    return g\n"
    assert bench.rules(code) == {"INJ-001"}
    assert bench.offers(code) == []
    assert len(bench.offers(code.replace("g(x)", "g(use)"))) == 1


SECRETS = {
    "a name": ("API_KEY = 'sk-9sdjQ72hLm04'", "API_KEY = os.environ['API_KEY']"),
    "of a class": (
        'class C:\n    PASSWORD = "Tr4uma-Unit-9"  # unit',
        'class C:\n    PASSWORD = os.environ["PASSWORD"]  # unit',
    ),
    "no folder": ('pwd = "Tr4uma-Unit-9"', 'pwd = os.environ["PASSWORD"]'),
    "an entry": ('x = {"private_key": "0f3a77c1d2e84b65"}', 'x = {"private_key": os.environ["PRIVATE_KEY"]}'),
    "for debugging": ('class DebugConfig:\n    PASSWORD = "Tr4uma-Unit-9"', None),
    "a default of a field": ('class C:\n    password: str = "Tr4uma-Unit-9"', None),
    "compared": ('def f(token):\n    return token == "f3a9-c07b-e1d4"', None),
}


@pytest.mark.parametrize(("before", "after"), SECRETS.values(), ids=SECRETS)
def test_secrets(bench: Any, before: str, after: str | None) -> None:
    assert bench.rules(f"import os\n\n{before}\n") == {"KEY-001"}
    offers = bench.offers(f"import os\n\n{before}\n")
    assert [offer.text for offer in offers] == ([f"import os\n\n{after}\n"] if after else [])


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
def test_a_status_is_looked_at_unless_the_function_has_one(bench: Any, end: str) -> None:
    code = "def f(a, images):\n\tfor each in images:\n\t\t{}a.send_c_store(each){}\n\t\teach.delete()\n"
    (offer,) = bench.offers(code.format("", "").replace("\n", end))
    test = 'if not status or code_to_category(status.Status) not in ("Success", "Warning"):'
    looked = f'\n\t\t{test}\n\t\t\traise OSError("the peer did not take the data set")'
    head = "from pynetdicom.status import code_to_category\n\n\n"
    assert offer.text == (head + code.format("status = ", looked)).replace("\n", end)
    assert not offer.safe
    assert bench.offers(code.replace("images)", "images, status)").format("", "")) == []


@pytest.mark.parametrize(
    ("below", "does"),
    [
        ("count += 1", 'log.error("The peer did not take the data set: %s", status or "no answer")'),
        ("count += 1  # log.info(each)", 'log.error("The peer did not take the data set: %s", status or "no answer")'),
        ("each.delete()", 'raise OSError("the peer did not take the data set")'),
    ],
)
def test_a_loop_goes_on_where_nothing_counts_on_the_delivery(bench: Any, below: str, does: str) -> None:
    code = f"import logging\n\nlog = logging.getLogger()\n\n\ndef f(a, images, count):\n    for each in images:\n        a.send_c_store(each)\n        {below}\n"
    (offer,) = bench.offers(code)
    assert f"            {does}\n        {below}" in offer.text


def test_a_log_names_what_other_logs_of_the_loop_name(bench: Any) -> None:
    code = (
        "import logging\n\nlog = logging.getLogger()\n\n\ndef f(a, paths, read):\n    for at, path in enumerate(paths):\n"
        "        log.info(f'Sending {path}')\n        a.send_c_store(read(path), at)\n"
    )
    (offer,) = bench.offers(code)
    said = '"The peer did not take %s: %s", path, status or "no answer"'
    assert offer.text.endswith(f"            log.error({said})\n")
    (offer,) = bench.offers(code.replace("log", "applications_log"))
    assert offer.text.endswith(f"            applications_log.error(\n                {said}\n            )\n")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("breakpoint()\n    go(x)", "go(x)"),
        ("go(x)\n    import pdb; pdb.set_trace()", "go(x)\n    import pdb"),
        ("while x:\n        breakpoint()", "while x:\n        pass"),
        ("if x.debug:\n        breakpoint()", None),
        ("return breakpoint()", None),
        ("# on purpose: the shell of the bench\n    breakpoint()\n    go(x)", None),
    ],
)
def test_debuggers(bench: Any, before: str, after: str | None) -> None:
    top = "def f(x):\n    "
    assert bench.rules(f"{top}{before}\n") == {"SUP-009"}
    assert [offer.text for offer in bench.offers(f"{top}{before}\n")] == ([f"{top}{after}\n"] if after else [])
