"""`aseptic demo`, run as people run it: each scene shows what it promises, and how to go on."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

SCENES = re.compile(r"^(\d)\. (\w+)", re.MULTILINE)
Process = Callable[..., subprocess.CompletedProcess[bytes]]


@pytest.fixture(scope="module")
def shown() -> list[str]:
    return []


@pytest.fixture
def demo(shown: list[str], process: Process) -> str:
    """What the demo prints; it runs once for this module."""
    if not shown:
        done = process("demo", env={"COLUMNS": "140", "TERM": "dumb"})
        assert done.returncode == 0, done.stderr.decode()
        assert b"Traceback" not in done.stderr
        shown.append(done.stdout.decode())
    return shown[0]


@pytest.fixture
def scene(demo: str) -> Callable[[str], str]:
    """Return the text of the scene that begins with a word."""

    def scene(word: str) -> str:
        starts = [match.start() for match in SCENES.finditer(demo)]
        begin = next(match.start() for match in SCENES.finditer(demo) if match[2] == word)
        return demo[begin : next((start for start in starts if start > begin), len(demo))]

    return scene


def test_it_goes_through_the_whole_job(demo: str) -> None:
    assert [match.groups() for match in SCENES.finditer(demo)] == [
        ("1", "Open"),
        ("2", "Type"),
        ("3", "Hover"),
        ("4", "Replace"),
        ("5", "Record"),
    ]


def test_opening_shows_each_breach_underlined_with_its_rule(scene: Callable[[str], str]) -> None:
    opened = scene("Open")
    assert re.search(r"return yaml\.load\(text\) *\n *│ +~{9} *\n *│ error DES-005 +yaml\.load can build", opened)
    assert re.search(r"hashlib\.md5\(package\)\.hexdigest\(\) *\n *│ +~{11} *\n *│ error CRY-001 ", opened)
    assert "os.system" not in opened


def test_typing_brings_the_finding_with_its_requirement(scene: Callable[[str], str]) -> None:
    typed = scene("Type")
    assert re.search(r"os\.system\(\"systemctl restart pump\"\) *\n *│ +~{9} *\n *│ information INJ-003 ", typed)
    assert "(SEC-001)" in typed
    assert re.search(r"68 keystrokes, each answered with the diagnostics of its version; median [\d.]+ ms\.", typed)


def test_the_hover_tells_the_shall_why_what_instead_and_what_it_serves(scene: Callable[[str], str]) -> None:
    told = scene("Hover")
    for words in ("INJ-003", "shall start other programs", "Write instead", "subprocess.run(", "SEC-001", "CWE-78"):
        assert words in told


def test_replacing_offers_both_actions_and_changes_the_text(scene: Callable[[str], str]) -> None:
    replaced = scene("Replace")
    assert re.search(r"[●○] Run it without a shell: subprocess\.run", replaced)
    assert "○ Record a deviation from INJ-003…" in replaced
    for line in (
        "+import subprocess",
        "-        return yaml.load(text)",
        "+        return yaml.safe_load(text)",
        '-        os.system("systemctl restart pump")',
        '+        subprocess.run(["systemctl", "restart", "pump"], check=True)',
    ):
        assert re.search(rf"^ +{re.escape(line)} *$", replaced, re.MULTILINE), line


def test_recording_shows_the_record_and_the_finding_that_names_it(scene: Callable[[str], str]) -> None:
    recorded = scene("Record")
    assert "○ Record a deviation from CRY-001…" in recorded
    for words in (
        "security/deviations/DEV-0001.md",
        "rule: CRY-001",
        "where: src/pump/update.py::Updater.label",
        "status: proposed",
        "The digest is printed on the service label",
        "hashlib.md5(package).hexdigest()",
    ):
        assert words in recorded
    assert "TODO" not in recorded
    assert re.search(r"information CRY-001 .*\(DEV-0001 proposed\)", recorded)


def test_it_tells_how_to_attach_an_editor_and_start_a_project(demo: str) -> None:
    attach = demo[demo.index("Attach your own editor") :]
    line = "require('aseptic').setup({ typing = true })"
    for words in ("Neovim", "editors/neovim", line, "aseptic server", "aseptic init"):
        assert words in attach


def test_it_leaves_nothing_behind(demo: str, process: Process, tmp_path: Path) -> None:
    done = process("demo", env={"COLUMNS": "140", "TMPDIR": str(tmp_path)})
    assert done.returncode == 0
    assert list(tmp_path.iterdir()) == []


def test_it_says_something_before_it_loads_what_takes_long() -> None:
    code = (
        "import sys\n"
        "from aseptic.cli.demo import command\n"
        "class Out:\n"
        "    def write(self, text):\n"
        "        print([text, [each for each in ('lsprotocol', 'asyncio', 'bandit', 'rich') if each in sys.modules]])\n"
        "        sys.exit()\n"
        "    def flush(self): ...\n"
        "import click\n"
        "click.echo = lambda text: Out().write(text)\n"
        "command()\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stdout == "['A sample project, and the real server to type into: they start …', []]\n", done.stderr
