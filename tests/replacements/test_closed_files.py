"""Files that a call opens and nobody closes: a `with` statement round it, or all of it read at once."""

from __future__ import annotations

from typing import Any

import pytest

CLOSED = {
    "read": (
        "    data = json.load(open(path))",
        "    with open(path) as file:\n        data = json.load(file)",
        True,
    ),
    "written over lines": (
        '    json.dump({"a": path,\n               "b": 1},\n              open(path, "w"))  # kept',
        '    with open(path, "w") as file:\n        json.dump({"a": path,\n                   "b": 1},\n'
        "                  file)  # kept",
        False,
    ),
    "a name that is taken": (
        "    file = path\n    json.dump(file, open(path, 'w'))",
        "    file = path\n    with open(path, 'w') as handle:\n        json.dump(file, handle)",
        True,
    ),
    "a name that is free again": (
        "    with open(made) as file:\n        made = file.read()\n    data = json.load(open(path))",
        "    with open(made) as file:\n        made = file.read()\n    with open(path) as file:\n        data = json.load(file)",
        True,
    ),
    "a name that is read on": (
        "    with open(made) as file:\n        made = file\n    data = json.load(open(path))\n    file.close()",
        "    with open(made) as file:\n        made = file\n    with open(path) as handle:\n        data = json.load(handle)\n    file.close()",
        True,
    ),
    "a name of what is round it": (
        "    with open(made) as file:\n        data = json.load(open(path))",
        "    with open(made) as file:\n        with open(path) as handle:\n            data = json.load(handle)",
        True,
    ),
    "a name that a function keeps": (
        "    with open(made) as file:\n        made = lambda: file\n    data = json.load(open(path))",
        "    with open(made) as file:\n        made = lambda: file\n    with open(path) as handle:\n        data = json.load(handle)",
        True,
    ),
    "made before it is written": (
        "    json.dump(made(path), open(path, 'w'))",
        "    with open(path, 'w') as file:\n        json.dump(made(path), file)",
        False,
    ),
    "under a condition": (
        "    data = json.load(open(path, 'rb')) if path else {}",
        "    data = json.loads(pathlib.Path(path).read_bytes()) if path else {}",
        False,
    ),
    "gone over first": (
        "    rows = dict([(int(e), v)\n                 for e, v in json.load(open(path)).items()])",
        "    with open(path) as file:\n        rows = dict([(int(e), v)\n"
        "                     for e, v in json.load(file).items()])",
        False,
    ),
    "gone over often": (
        "    rows = [v for e in made for v in json.load(open(e))]",
        "    rows = [v for e in made for v in json.loads(pathlib.Path(e).read_text())]",
        False,
    ),
    "handed on": (
        "    yield json.load(open(path))",
        "    yield json.loads(pathlib.Path(path).read_text())",
        False,
    ),
    "the number of lines": (
        "    return len(open(path).readlines()), len(list(open(path)))",
        "    with open(path) as file:\n        return len(open(path).readlines()), len(list(file))",
        False,
    ),
}
LEFT = {
    "read on later": "    rows = csv.reader(open(path))",
    "written on later under a condition": "    data = list(open(path)) if path else []",
    "in one line with others": "    a = 1; data = json.load(open(path))",
    "a text over lines": '    json.dump("""a\nb""", open(path, "w"))',
    "a condition": "    if json.load(open(path)):\n        pass",
}
HEAD = "import csv\nimport json\nimport pathlib\n\n\ndef f(path, made):\n"


@pytest.mark.parametrize(("before", "after", "safe"), CLOSED.values(), ids=CLOSED)
def test_a_file_is_closed(bench: Any, before: str, after: str, safe: bool) -> None:
    offers = [offer for offer in bench.offers(f"{HEAD}{before}\n") if offer.rule == "RES-014"]
    assert [offer.text for offer in offers] == [f"{HEAD}{after}\n"]
    assert [offer.safe for offer in offers] == [safe]


@pytest.mark.parametrize("before", LEFT.values(), ids=LEFT)
def test_a_file_is_left(bench: Any, before: str) -> None:
    assert [offer for offer in bench.offers(f"{HEAD}{before}\n") if offer.rule == "RES-014"] == []


def test_a_class_gets_no_attribute_for_its_file(bench: Any) -> None:
    assert bench.offers("import json\n\n\nclass Table:\n    rows = json.load(open('rows.json'))\n") == []
