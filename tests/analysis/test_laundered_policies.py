"""A policy is loosened where a project's code comes to another folder with a page of its own: that is told, always.

And a project with code of its own is not held to the policy of one beside it.
"""

from __future__ import annotations

import pytest
from proposed_text import PROPOSED
from test_changed_policies import KIM, MIRA, NAMED, SAM, Repository
from test_changed_policies import STANDARD as PAGE
from test_moved_policies import OPEN, told
from test_taken_back import RECORD

from aseptic.analysis.versioning.git import Git
from aseptic.records.deviation import read_deviation
from aseptic.standard.catalog import Standard

CODE = 'import subprocess\n\n\ndef install(path):\n    subprocess.run("sh " + path, shell=True)\n'
MORE = "import json\n\n\ndef doses(path):\n    with open(path) as file:\n        return json.load(file)\n"
SETTINGS = "[tool.aseptic]\n"
OWN = (
    "import socket\n\n\ndef listen(port):\n    server = socket.create_server(('', port))\n    return server.accept()\n"
)
START = {"src/a.py": CODE, "src/b.py": MORE, "pyproject.toml": SETTINGS, PAGE: NAMED}


@pytest.fixture
def repository(tmp_path_factory: pytest.TempPathFactory, standard: Standard) -> Repository:
    """A repository with a project in `pump`, without a record, in which kim alone approves."""
    made = Repository(tmp_path_factory.mktemp("laundered"), standard)
    made.git("init", "-q", "-b", "main")
    change(made, KIM, **{f"pump/{name}": text for name, text in START.items()})
    return made


def change(repository: Repository, who: str = MIRA, *, take: str = "", **files: str) -> None:
    """Commit files, and take away others."""
    if take:
        repository.git("rm", "-rq", *take.split())
    for name, text in files.items():
        path = repository.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    repository.git("add", "-A")
    repository.git("commit", "-qm", "Change", who=who)


def device(**files: str) -> dict[str, str]:
    """Return files of a project in `device` in which anybody approves."""
    return {f"device/{name}": text for name, text in {"pyproject.toml": SETTINGS, PAGE: OPEN, **files}.items()}


def approve(
    repository: Repository,
    path: str,
    folder: str = "device",
    who: str = SAM,
    *,
    number: str = "0001",
    code: str = "",
    names: str = "Names: subprocess.run",
) -> str:
    """Have somebody approve a record about a file, and return what is told of it."""
    name, proposed = RECORD.replace("0001", number), PROPOSED.replace("where: a.py", f"where: {path}")
    proposed = proposed.replace("0001", number).replace("one constant", f"constant {number}")
    proposed += f"\n## Code when raised\n```python\n    {code}\n```\n\n{names}\n" if code else ""
    found, _ = read_deviation(name, proposed)
    assert found is not None
    given = f"approved: {{by: {who}, on: 2026-11-02, of: {found.digest}}}"
    text = proposed.replace("status: proposed", "status: approved").replace("approved: {by: , on: , of: }", given)
    repository.put(proposed, MIRA, name=f"{folder}/{name}")
    repository.put(text, who, name=f"{folder}/{name}")
    line, notes = told(repository, folder)
    assert bool(line) == bool(notes) and all(each[:99] in line for each in notes), "a check tells the same"
    return line


def noted(repository: Repository, path: str = "src/a.py", folder: str = "device") -> bool:
    """Have sam approve a record about a file, and say whether a move is told that lets it through."""
    line = approve(repository, path, folder)
    assert not line or line.startswith((f"DEV-0001: {MIRA} ", f"DEV-0001 counts by the policy as {MIRA} changed it"))
    return bool(line)


TOUCHED = {"src/a.py": f"# Moved.\n{CODE}", "pyproject.toml": f"# Moved.\n{SETTINGS}"}


def test_the_page_that_stays_where_the_code_was_is_asked(repository: Repository):
    change(repository, take="pump/src pump/pyproject.toml", **device(**{"src/a.py": CODE, "src/b.py": MORE}))
    assert noted(repository)
    repository.put(f"{NAMED}As before.\n", KIM, name=f"pump/{PAGE}")
    assert told(repository, "device")[0], "what kim does there takes over nothing here"
    repository.put(f"{OPEN}Taken over.\n", KIM, name=f"device/{PAGE}")
    assert told(repository, "device") == ("", ())


@pytest.mark.parametrize("order", ["copy, delete", "delete, copy", "copy"])
def test_files_that_are_touched_on_the_way_tell_all_the_same(repository: Repository, order: str):
    new = {f"src/new_{number}.py": OWN.replace("port", f"port_{number}") for number in range(6)}
    for step in order.split(", "):
        change(repository, **({"take": "pump"} if step == "delete" else device(**TOUCHED, **new)))
    assert noted(repository)


def test_a_page_that_is_laid_ready_elsewhere_hides_none(repository: Repository):
    change(repository, **{f"ready/{PAGE}": OPEN})
    repository.git("rm", "-rq", "ready")
    change(repository, take="pump", **device(**TOUCHED))
    assert noted(repository)


@pytest.mark.parametrize("first", ["page", "code"])
def test_code_that_comes_before_the_page_or_after_it_tells_the_same(repository: Repository, first: str):
    files = device(**{"src/a.py": CODE})
    page = {name: files.pop(name) for name in (f"device/{PAGE}",)}
    for step in (page, files) if first == "page" else (files, page):
        change(repository, **step)
    assert noted(repository)


def test_code_that_went_by_another_folder_without_a_page_tells_the_same(repository: Repository):
    change(repository, take="pump/src", **{"shelf/a.py": CODE})
    change(repository, take="pump", **{"shelf/b.py": MORE})
    change(repository, take="shelf", **device(**{"lib/renamed.py": f"{CODE}# Moved.\n"}))
    assert noted(repository, "lib/renamed.py")


def test_so_it_is_by_way_of_a_project_that_stays_and_rewrites_half(repository: Repository):
    old, half, new = ([f"    step_{number} = dose({number}, {word})\n" for number in range(3)] for word in "abc")
    change(repository, KIM, take="pump/src", **{"pump/a.py": "".join(("def run():\n", *old, *half))})
    change(repository, **{"aid/a.py": "".join(("def run():\n", *half, *new)), f"aid/{PAGE}": OPEN})
    change(repository, **device(**{"a.py": "".join(("def go():\n", *new, *(each.upper() for each in new)))}))
    assert noted(repository, "a.py")


def test_where_records_lie_in_a_deep_folder_the_project_is_around_it(repository: Repository):
    deep = {"gauge/docs/assurance/standard.md": NAMED, "gauge/src/c.py": OWN}
    change(repository, KIM, **deep, **{"gauge/pyproject.toml": '[tool.aseptic]\nrecords = "docs/assurance"\n'})
    change(repository, **device(**{"c.py": OWN}))
    assert noted(repository, "c.py")


def test_a_page_inside_the_project_that_moves_out_with_it_hides_none(repository: Repository):
    change(repository, **{f"pump/src/{PAGE}": OPEN, "pump/src/pyproject.toml": SETTINGS})
    repository.git("mv", "pump/src", "device")
    repository.git("commit", "-qm", "Move")
    assert noted(repository, "a.py")


def test_where_git_takes_too_long_what_lies_there_is_asked(repository: Repository, monkeypatch: pytest.MonkeyPatch):
    asked = Git.ask

    def slow(git: Git, *words: str, feed: bytes | None = None) -> bytes | None:
        return None if words[0] == "log" and "--raw" in words else asked(git, *words, feed=feed)

    change(repository, **device(**{"src/a.py": CODE}))
    monkeypatch.setattr(Git, "ask", slow)
    assert noted(repository)


COMMON = {
    "LICENSE": "Do what you like, and ask nobody.\n" * 9,
    "src/__init__.py": '"""Software for health,\nwhich is tested well.\n"""\n\n__version__ = "0.1.0"\n',
    "setup.py": "from setuptools import setup\n\nsetup()\n",
    "empty.py": "",
}


@pytest.mark.parametrize("retired", [True, False])
def test_a_project_with_code_of_its_own_is_new(repository: Repository, retired: bool):
    change(repository, KIM, **{f"pump/{name}": text for name, text in COMMON.items()})
    if retired:
        change(repository, KIM, take="pump")
    change(repository, SAM, **device(**COMMON, **{"src/a.py": OWN}))
    assert not noted(repository)


def test_a_project_around_others_is_not_held_to_theirs(repository: Repository):
    change(repository, SAM, **{PAGE: OPEN, "tools/c.py": OWN, "pyproject.toml": SETTINGS})
    assert not noted(repository, "tools/c.py", ".")


def test_a_copy_with_a_policy_that_is_no_looser_is_told_of_nothing(repository: Repository):
    change(repository, **device(**{PAGE: NAMED.replace("approvers", "expires_days: 90, approvers"), "src/a.py": CODE}))
    assert told(repository, "device") == ("", ())
