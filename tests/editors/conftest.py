"""One workbench for all stories of trusted folders."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from vscode_desk import TRUSTED, Story, installed, workbench
from vscode_packed import PACKED


@pytest.fixture(scope="session")
def extensions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which the packed extension is installed."""
    return installed(tmp_path_factory.mktemp("extensions"), PACKED)


@pytest.fixture(scope="session")
def play(extensions: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    """Play a story in a workbench that trusts every folder."""
    with workbench(tmp_path_factory.mktemp("workbench"), extensions, TRUSTED) as story:
        yield story
