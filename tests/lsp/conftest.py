"""Servers to talk to."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from inside import Inside
from requirement_text import REQUIREMENT
from wire import Wire

from aseptic.analysis.versioning import git
from aseptic.standard import catalog
from aseptic.standard.catalog import Standard


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Wire]]:
    """Start a server of this test's own, in a new folder, and agree with it unless told otherwise."""
    with ExitStack() as stack:

        def start(capabilities: dict[str, Any] | None = None, agree: bool = True, **more: Any) -> Wire:
            folder = more.pop("folder", tmp_path / "project")
            folder.mkdir(exist_ok=True)
            wire = stack.enter_context(Wire(folder, **more))
            if agree:
                wire.initialize(capabilities)
            return wire

        yield start


@pytest.fixture
def inside(tmp_path: Path, standard: Standard, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Inside]]:
    """Start a server in a thread of this process, in a new folder, and agree with it unless told otherwise."""
    monkeypatch.setattr(catalog, "shipped", lambda *_: (standard, ()))
    asked, on_the_loop = git.asked, list[Any]()

    def aside(folder: Path, words: Sequence[str], *rest: Any) -> Any:
        if asyncio._get_running_loop() is not None:
            on_the_loop.append(words)
        return asked(folder, words, *rest)

    monkeypatch.setattr(git, "asked", aside)
    with ExitStack() as stack:

        def start(capabilities: dict[str, Any] | None = None, agree: bool = True, **more: Any) -> Inside:
            folder = more.pop("folder", tmp_path / "project")
            folder.mkdir(exist_ok=True)
            options = more.pop("options", {})
            wire = stack.enter_context(Inside(folder, **more))
            if agree:
                wire.initialize(capabilities, **options)
            return wire

        yield start
    assert not on_the_loop, "no message may wait until git answered another one"


@pytest.fixture
def held_git(tmp_path: Path) -> tuple[Path, dict[str, str]]:
    """A file that holds up git as long as it is there, and the environment of a process of which it does.

    Once git is held up, a file beside it says so, with `.met` at its end.
    """
    if os.name != "posix" or not (real := shutil.which("git")):
        pytest.skip("the git that is held up is a script")
    hold, folder = tmp_path / "hold", tmp_path / "bin"
    folder.mkdir()
    (folder / "git").write_text(HELD.format(hold=hold, git=real), encoding="utf-8")
    (folder / "git").chmod(0o755)
    return hold, {**os.environ, "PATH": f"{folder}{os.pathsep}{os.environ['PATH']}"}


HELD = """\
#!/bin/sh
while [ -e "{hold}" ]; do : > "{hold}.met"; sleep 0.02; done
exec "{git}" "$@"
"""


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Wire]]:
    """The servers that a module's tests shared; the newest is last."""
    servers: list[Wire] = []
    yield servers
    for each in servers:
        with each:
            if each.process.poll() is None:
                assert each.end() == 0
            assert each.stray == b""


@pytest.fixture
def wire(held: list[Wire], tmp_path_factory: pytest.TempPathFactory) -> Wire:
    """A server that the tests of a module share; each opens documents of its own. A dead one is replaced."""
    if not held or held[-1].process.poll() is not None:
        folder = tmp_path_factory.mktemp("shared") / "project"
        (folder / "security" / "requirements").mkdir(parents=True)
        (folder / "security" / "requirements" / "SEC-001.md").write_text(REQUIREMENT, encoding="utf-8")
        held.append(Wire(folder))
        held[-1].initialize()
    return held[-1]


@pytest.fixture
def name(request: pytest.FixtureRequest) -> str:
    """A file's name that no other test has, and no test of a project."""
    plain = request.node.name.removeprefix("test_")
    return "".join(letter if letter.isalnum() else "_" for letter in plain) + ".py"
