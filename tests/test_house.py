"""The house rules that no other tool holds: sizes, names, and what may not be anywhere."""

from __future__ import annotations

import ast
import re
import statistics
import subprocess
from collections import Counter
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SERVER = ROOT / "server" / "aseptic"
MODULES = sorted(SERVER.rglob("*.py"))
ROOMS = {"source", "standard", "checks", "replacements", "records", "analysis", "feedback", "evidence", "lsp", "cli"}
LONGEST_MODULE = 300
LONGEST_MEDIAN = 130
VAGUE = re.compile(r"(?:^|_)(?:utils?|helpers?|misc|common|manager)(?:_|$)")


def functions() -> list[tuple[str, int]]:
    found: list[tuple[str, int]] = []
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                found.append((f"{path.name}:{node.name}", (node.end_lineno or node.lineno) - node.lineno + 1))
    return found


def test_modules_are_small() -> None:
    sizes = {path.relative_to(ROOT): len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES}
    assert [(path, size) for path, size in sizes.items() if size > LONGEST_MODULE] == []
    assert statistics.median(sizes.values()) <= LONGEST_MEDIAN


def test_functions_are_short() -> None:
    long = [(name, size) for name, size in functions() if size >= 40]
    assert len(long) <= 0.05 * len(functions()), long


def test_what_is_remembered_by_a_text_has_a_bound() -> None:
    """A server lives for weeks, and texts are without number; types, and what takes nothing, are not."""
    kept = [
        (path.relative_to(ROOT), node.name)
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and any(_endless(each) for each in node.decorator_list)
        if any("str" in ast.unparse(each.annotation) for each in node.args.args if each.annotation)
    ]
    assert kept == []


def _endless(decorator: ast.expr) -> bool:
    return ast.unparse(decorator) in {"cache", "functools.cache", "lru_cache(None)", "lru_cache(maxsize=None)"}


def test_every_room_is_one_that_the_architecture_names() -> None:
    rooms = {path.name for path in SERVER.iterdir() if path.is_dir() and path.name != "__pycache__"}
    assert rooms == ROOMS
    page = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    assert [room for room in ROOMS if f"`{room}/`" not in page] == []


def test_every_room_says_what_it_is() -> None:
    assert [
        room for room in ROOMS if not ast.get_docstring(ast.parse((SERVER / room / "__init__.py").read_text()))
    ] == []


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SERVER)))
def test_names_say_something(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = [path.stem, *(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.ClassDef))]
    assert [name for name in names if VAGUE.search(name)] == []


def _named(path: Path, known: dict[str, Path]) -> set[str]:
    """Return the modules of ours that one names, wherever in it and for whatever reason."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.update((node.module, *(f"{node.module}.{each.name}" for each in node.names)))
    return found & known.keys()


@pytest.mark.parametrize("room", sorted(ROOMS))
def test_no_two_modules_of_a_room_need_one_another(room: str) -> None:
    """Not under `TYPE_CHECKING` nor inside a function either."""
    known = {".".join(("aseptic", *path.relative_to(SERVER).with_suffix("").parts)): path for path in MODULES}
    needs = {name: _named(path, known) - {name} for name, path in known.items() if path.is_relative_to(SERVER / room)}
    assert len(needs) > 5
    TopologicalSorter(needs).prepare()


def _calls(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    called = (node.func for node in ast.walk(tree) if isinstance(node, ast.Call))
    return {each.attr if isinstance(each, ast.Attribute) else getattr(each, "id", "") for each in called}


PURE = [path for room in ("source", "checks", "replacements", "feedback") for path in (SERVER / room).rglob("*.py")]
READING = "open read_text read_bytes readlines scandir iterdir listdir rglob stat is_file is_dir exists"
WRITING = "write_text write_bytes mkdir makedirs touch unlink rmdir rename symlink_to hardlink_to chmod"
STARTING = "Popen popen system check_call check_output getoutput create_subprocess_exec create_subprocess_shell fork"
OUTSIDE = {
    *("os subprocess multiprocessing concurrent threading asyncio socket signal pty shutil tempfile glob mmap".split()),
    *("time datetime random secrets urllib http ctypes".split()),
}
"""What reaches the disk, a process, the network or the clock."""


def _imports(path: Path) -> set[str]:
    """Return the top packages that a module imports, wherever in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(each.name.split(".")[0] for each in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            found.add((node.module or "").split(".")[0])
    return found


def test_pure_rooms_touch_no_file_and_start_no_process() -> None:
    touching = {*READING.split(), *WRITING.split(), *STARTING.split()}
    assert len(PURE) > 40
    assert [(path.name, found) for path in PURE if (found := _calls(path) & touching)] == []


def test_pure_rooms_import_nothing_that_reaches_outside() -> None:
    assert [(path.name, found) for path in PURE if (found := _imports(path) & OUTSIDE)] == []


@pytest.mark.parametrize(
    ("library", "rooms"),
    [
        ("bandit", ("checks/bandit",)),
        ("jedi", ("analysis/inference",)),
        ("pygls", ("lsp/",)),
        ("lsprotocol", ("lsp/",)),
    ],
)
def test_one_place_knows_each_library(library: str, rooms: tuple[str, ...]) -> None:
    places = [path.relative_to(SERVER).as_posix() for path in MODULES if library in _imports(path)]
    assert [place for place in places if not place.startswith(rooms)] == []


def test_one_place_writes_files_whole() -> None:
    drafting = {path.relative_to(SERVER).as_posix() for path in MODULES if _calls(path) & {"mkstemp", "fsync"}}
    in_place = {"analysis/documents/quarantine.py"}  # a file that is mapped as long as its process lives
    assert drafting - in_place == {"standard/whole_files.py"}


def test_whether_a_file_changed_and_how_many_there_are_is_told_in_one_place_each() -> None:
    texts = {path.relative_to(SERVER).as_posix(): path.read_text(encoding="utf-8") for path in MODULES}
    stamping = {name for name, text in texts.items() if re.search(r"st_mtime_ns, \w+\.st_size", text)}
    assert stamping == {"analysis/documents/reading.py", "records/folder.py"}, "the latter tells by the inode, too"
    assert [name for name, text in texts.items() if re.search(r"""'s'? if \w|\}s" *if""", text)] == []
    assert [name for name, text in texts.items() if "'' if" in text and "== 1 else 's'" in text] == []


def test_no_two_test_modules_have_one_name() -> None:
    names = Counter(path.name for path in (ROOT / "tests").rglob("test_*.py"))
    assert [name for name, count in names.items() if count > 1] == [], "pytest takes them for one module"


def test_what_the_tests_page_names_is_there() -> None:
    page = (ROOT / "tests" / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`(test_\w+)`", page))
    trees = (ast.parse(path.read_text(encoding="utf-8")) for path in (ROOT / "tests").rglob("test_*.py"))
    there = {
        node.name
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    assert len(named) > 60
    assert sorted(named - there) == []
    rows = [line for line in page.split("\n") if line.startswith("| ") and "what happens" not in line]
    assert [row for row in rows if "`test_" not in row] == []


def test_only_lines_the_protocol_knows_end_lines_in_source() -> None:
    using = [
        path.name for path in (SERVER / "source").glob("*.py") if ".splitlines(" in path.read_text(encoding="utf-8")
    ]
    assert using == []


def test_no_host_of_a_registry_and_no_path_of_a_machine_is_named() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False).stdout.split(
        "\n"
    )
    words = ("pypi" + ".org", "npmjs" + ".org", "files.python" + "hosted", "/work/" + "main", "/root/" + ".pyenv")
    texts = {
        name: (ROOT / name).read_text(encoding="utf-8", errors="replace")
        for name in listed
        if name and (ROOT / name).is_file()
    }
    assert [(name, word) for name, text in texts.items() for word in words if word in text] == []


EXTENSION = ROOT / "editors" / "vscode"


def test_neovims_help_is_found_without_a_plugin_manager() -> None:
    folder = ROOT / "editors" / "neovim" / "doc"
    places = re.findall(r"(?<!\S)\*([^*\s|]+)\*(?!\S)", (folder / "aseptic.txt").read_text(encoding="utf-8"))
    tags = "".join(f"{each}\taseptic.txt\t/*{each}*\n" for each in sorted(places))
    assert (folder / "tags").read_text(encoding="utf-8") == tags, "run :helptags editors/neovim/doc"


def test_the_extension_has_small_modules_and_its_logic_needs_no_editor() -> None:
    modules = sorted((EXTENSION / "src").rglob("*.ts"))
    sizes = {path.name: len(path.read_text(encoding="utf-8").splitlines()) for path in modules}
    assert len(modules) > 10
    assert [(name, size) for name, size in sizes.items() if size > LONGEST_MODULE] == []
    assert [name for name in sizes if VAGUE.search(name.removesuffix(".ts"))] == []
    asking = [path.name for path in modules if path.parent.name == "logic" and 'from "vscode' in path.read_text()]
    assert asking == []


def test_npm_locks_name_no_host_and_the_extension_sends_nothing() -> None:
    locks = [EXTENSION / "package-lock.json", EXTENSION / "packing" / "package-lock.json"]
    assert [path for path in locks if '"resolved"' in path.read_text(encoding="utf-8")] == []
    reaching = re.compile(r"\bfetch\(|from \"(?:node:)?(?:https?|net|dgram)\"|sendTelemetry|createTelemetryLogger")
    texts = {path.name: path.read_text(encoding="utf-8") for path in (EXTENSION / "src").rglob("*.ts")}
    assert [name for name, text in texts.items() if reaching.search(text)] == []
