"""Which texts are alike: what was moved is, and what two projects have of one scaffold is not."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from aseptic.analysis.approvals.likeness import Likeness
from aseptic.analysis.versioning.git import Git

CALL, RUN = "app = create_application(settings)\n", "    subprocess.run(command, shell=True)\n"
START, STEP = "def install(command):\n", "    log.info('installing %s', command)\n"
HEAR = "    server.listen(port, backlog)\n"


CONSOLE = """\
class Updater:
    def install(self, command):
        check(command)
        subprocess.run(command, shell=True)

def check(command):
    assert command

def done(command):
    print(command)
"""


def alike(folder: Path, old: str, new: str, last: str = "") -> bool:
    for name, text in (("old", old), ("new", new), ("last", last)):
        (folder / name).write_text(text)
    subprocess.run(["git", "init", "-q"], cwd=folder, check=True)
    words = ("git", "hash-object", "-w", "old", "new", "last")
    ids = subprocess.run(words, cwd=folder, check=True, capture_output=True, text=True).stdout.split()
    found = Likeness(Git(folder))
    found.read([[each] for each in ids])
    known = [*found.of(ids[1], ids[2])]
    return ids[0] in (*known, *found.renamed(ids[1], ids[2], known))


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (CALL + RUN, CALL + HEAR, False),  # one of two, and a scaffold has it
        (CALL + RUN, CALL + HEAR + START + STEP, False),
        (CALL, CALL + RUN, False),
        (CALL + RUN, CALL, False),
        (CALL + RUN, CALL + RUN + HEAR + START + STEP, True),
        (CALL + RUN + HEAR, CALL + RUN, True),
        (f"import os\n{RUN}", f"# Moved.\n{RUN}", True),  # neither has anything else that tells
    ],
)
def test_one_line_in_common_says_nothing_where_either_has_another(tmp_path: Path, old: str, new: str, told: bool):
    assert alike(tmp_path, old, new) is told


def test_what_is_new_in_a_file_is_what_is_asked_about(tmp_path: Path):
    assert alike(tmp_path, CALL + RUN + HEAR, START + STEP + CALL + RUN, START + STEP)
    assert not alike(tmp_path, CALL + HEAR, START + STEP + CALL, START + STEP)
    assert alike(tmp_path, CALL + RUN, CALL + RUN, CALL), "line by line it is the same in the end"


@pytest.mark.parametrize(
    ("new", "told"),
    [
        (CONSOLE.replace("command", "line"), True),
        (CONSOLE.replace("command", "line").replace("Updater", "Console"), True),
        (f"{START}{STEP}{CONSOLE.replace('command', 'line')}", True),  # beside what was there
        (CONSOLE.replace("command", "line").replace("def ", "def own_"), False),
        (f"{START}{STEP}def check(path):\n    path.exists(follow=True)\n{HEAR}{CALL}", False),
        ("def check(path):\n    assert path\n\ndef done(path):\n    print(path)\n", False),  # too little
    ],
)
def test_code_with_a_variable_renamed_is_alike(tmp_path: Path, new: str, told: bool):
    """Whatever is shorter by it, and on either side."""
    last = START + STEP if new.startswith(START) and told else ""
    assert alike(tmp_path, CONSOLE, new, last) is told
    assert alike(tmp_path, CONSOLE.replace("command", "it"), new, last) is told
