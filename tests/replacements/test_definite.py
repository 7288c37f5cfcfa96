"""Handlers of everything where the code tells what can go wrong: files taken away, folders made."""

from __future__ import annotations

from typing import Any

import pytest

HEAD = "import os\nimport shutil\nimport tempfile\n\nfrom .log import logger\n\n\ndef f(self, path, other=1):\n"
BY_NAME = "except OSError"


def first(bench: Any, body: str) -> str:
    """Return the body after the first offer; "" where there is none."""
    found = [each.text for each in bench.offers(HEAD + body) if each.rule == "ERR-002"]
    return found[0].removeprefix(HEAD) if found else ""


def tried(call: str, handler: str = "except Exception:\n        pass", indent: str = "    ") -> str:
    text = f"    try:\n        {call}\n    {handler}\n"
    return text if indent == "    " else "".join(f"    {line}\n" for line in text.splitlines())


@pytest.mark.parametrize("head", ["except", "except Exception", "except BaseException", "except (OSError, Exception)"])
@pytest.mark.parametrize("does", ["pass", "return", "pass  # gone already"])
def test_what_takes_a_file_away_fails_by_name(bench: Any, head: str, does: str) -> None:
    before = tried("os.remove(path)", f"{head}:\n        {does}")
    assert first(bench, before) == before.replace(head, BY_NAME, 1)


@pytest.mark.parametrize(
    ("above", "call"),
    [
        ("", "os.unlink(path)\n        os.rmdir('/tmp/x')"),
        ("", "shutil.rmtree(path)"),
        ("    path = self.made()\n", "os.remove(path)"),
        ("    if self.path is not None:\n    ", "os.remove(self.path)"),
        ("    made = open(path)\n", "os.remove(made.name)"),
        ("    with tempfile.NamedTemporaryFile(delete=False) as made:\n        made.flush()\n", "os.remove(made.name)"),
        (
            "    made = None\n    if other:\n        made = tempfile.NamedTemporaryFile()\n    if made is not None:\n    ",
            "os.remove(made.name)",
        ),
        ("    self.file = open(path)\n    if self.file:\n    ", "os.remove(self.file.name)"),
    ],
)
def test_all_that_is_tried_takes_away(bench: Any, above: str, call: str) -> None:
    before = above.removesuffix("    ") + tried(call, indent="        " if above.endswith(":\n    ") else "    ")
    assert first(bench, before) == before.replace("except Exception", BY_NAME)


@pytest.mark.parametrize(
    "body",
    [
        tried("os.remove(path)\n        self.done(path)"),
        tried("self.archive.remove(path)"),
        tried("os.remove(self.path)"),
        tried("os.remove(self.made(path))"),
        tried("os.remove(missing)"),
        tried("os.remove(path.name)"),
        f"    if path is not None:\n{tried('os.remove(path.name)', indent='        ')}",
        f"    if self.file:\n{tried('os.remove(self.file.name)', indent='        ')}",
        f"    made = None\n    if other:\n        made = self.made\n    if made:\n{tried('os.remove(made.name)', indent='        ')}",
        f"    if other:\n        path = open(other)\n    if path:\n{tried('os.remove(path.name)', indent='        ')}",
        "    made = tempfile.NamedTemporaryFile().name\n" + tried("os.remove(made.name)"),
        "    made = tempfile.SpooledTemporaryFile()\n" + tried("os.remove(made.name)"),
        "    path = None\n" + tried("os.remove(path)"),
        "    if other:\n        path2 = self.made()\n" + tried("os.remove(path2)"),
        tried("os.remove(path)", "except KeyError:\n        raise\n    except Exception:\n        pass"),
    ],
)
def test_what_may_fail_otherwise_is_not_caught_by_name(bench: Any, body: str) -> None:
    assert BY_NAME not in first(bench, body)


def test_where_to_take_away_is_the_work_its_failure_is_not_caught_by_name(bench: Any) -> None:
    code = (HEAD + tried("os.remove(path)")).replace("def f(", "def erase_patient(")
    assert [each.text for each in bench.offers(code) if BY_NAME in each.text] == []


def test_a_value_that_a_failed_try_may_lack_is_not_relied_on(bench: Any) -> None:
    inner = tried("os.remove(made)", indent="        ")
    before = f"    try:\n        made = self.made()\n        self.send(made)\n    finally:\n{inner}"
    assert BY_NAME not in first(bench, before)
    assert BY_NAME in first(bench, f"    made = self.made()\n    try:\n        self.send(made)\n    finally:\n{inner}")


@pytest.mark.parametrize("head", ["except", "except Exception"])
@pytest.mark.parametrize(
    "call", ["os.makedirs(path{})", "os.makedirs(os.path.join('.', path){})", "os.makedirs(path, 0o700{})"]
)
def test_a_folder_that_is_tried_is_made_in_one_step(bench: Any, head: str, call: str) -> None:
    before = tried(call.format(""), f"{head}:\n        pass")
    assert first(bench, f"{before}    return path\n") == f"    {call.format(', exist_ok=True')}\n    return path\n"


@pytest.mark.parametrize(
    "body",
    [
        tried("os.makedirs(path)\n        self.done(path)"),
        tried("os.mkdir(path)"),
        tried("os.makedirs(path, exist_ok=True)"),
        tried("os.makedirs(*path)"),
        tried("os.makedirs(\n            path\n        )"),
        tried("os.makedirs(path)", "except Exception:\n        # somebody else made it\n        pass"),
        tried("os.makedirs(path)", "except Exception:\n        pass\n    else:\n        self.done(path)"),
    ],
)
def test_a_folder_with_more_round_it_keeps_its_try(bench: Any, body: str) -> None:
    assert "try:" in (first(bench, body) or "try:")


NEEDED = tried("made = self.made(path)") + "    return made\n"
LET_GO = "    made = self.made(path)\n    return made\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (NEEDED, LET_GO),
        (
            tried(
                "made, more = self.made(\n            path,  # to read\n        )\n\n        # more\n        other = 1"
            )
            + "    other = 2\n    return made\n",
            "    made, more = self.made(\n        path,  # to read\n    )\n\n    # more\n    other = 1\n    other = 2\n    return made\n",
        ),
        (
            f"    if other:\n{tried('made = self.made(path)', indent='        ')}    return made\n",
            "    if other:\n        made = self.made(path)\n    return made\n",
        ),
    ],
)
def test_an_error_goes_on_where_what_comes_below_needs_the_value(bench: Any, before: str, after: str) -> None:
    assert first(bench, before) == after


@pytest.mark.parametrize(
    "body",
    [
        f"    made = None\n{NEEDED}",
        NEEDED.replace("    return made", "    if other:\n        return made"),
        NEEDED.replace("return made", "return other or made"),
        NEEDED.replace("return made", "return lambda: made"),
        NEEDED.replace("return made", "return path"),
        NEEDED.replace("    return made", "    if other:\n        return path\n    return made"),
        "    for each in path:\n" + "".join(f"    {line}\n" for line in NEEDED.splitlines()),
        NEEDED.replace("        pass", "        pass  # made by somebody else"),
        NEEDED.replace("(path)", "('''x\n    y''')"),
        NEEDED.replace("    return made", "    finally:\n        self.close()\n    return made"),
    ],
)
def test_a_try_that_may_have_its_use_stays(bench: Any, body: str) -> None:
    assert "try:" in (first(bench, body) or "try:")
