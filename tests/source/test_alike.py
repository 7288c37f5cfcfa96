"""Two texts that differ in comments and layout alone say the same."""

from __future__ import annotations

import pytest

from aseptic.source.alike import same_code
from aseptic.source.cut import cut
from aseptic.source.document import split_lines

TEXT = '''"""What it does."""
import os


class Pump:
    rate = 3

    def run(self):
        return os.getcwd()


def make():  # type: () -> Pump
    return Pump()
'''


def alike(new: str) -> bool:
    lines, others = split_lines(new), split_lines(TEXT)
    there, back = same_code(lines, cut(lines), others), same_code(others, cut(others), lines)
    assert there == back
    return there


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("import os\n", "import os  # for the folder\n"),
        ("import os\n", "# for the folder\nimport os\n"),
        ("    rate = 3\n", "\n    # a second\n    rate = 3\n"),
        ("        return os.getcwd()\n", "        # here\n        return (os.getcwd())\n"),
        ("    return Pump()\n", "    return Pump()\n\n# the end"),
        ('"""What it does."""\n', '# first\n"""What it does."""\n'),
        ("class Pump:\n", "class Pump:  # of air\n"),
        ("x", "x"),
    ],
)
def test_comments_and_layout_say_nothing(old: str, new: str) -> None:
    assert alike(TEXT.replace(old, new, 1))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("import os\n", "import sys as os\n"),
        ("import os\n", ""),
        ("    rate = 3\n", "    rate = 4\n"),
        ("        return os.getcwd()\n", "        return None\n"),
        ("        return os.getcwd()\n", "    return os.getcwd()\n"),
        ("    return Pump()\n", "    return Pump()\nx = 1\n"),
        ("    return Pump()\n", "    return Pump(\n"),
        ("() -> Pump", "() -> None"),
        ("What it does", "What it did"),
        ("class Pump:", "if x:"),
        (TEXT, ""),
    ],
)
def test_everything_else_does(old: str, new: str) -> None:
    assert old in TEXT
    assert not alike(TEXT.replace(old, new, 1))
