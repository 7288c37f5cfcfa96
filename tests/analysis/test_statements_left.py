"""Where a record quotes its statement, that tells whether it left a stricter policy: what files share beside it does not."""

from __future__ import annotations

import pytest
from test_changed_policies import KIM, MIRA, SAM, Repository
from test_laundered_policies import OWN, approve, change
from test_left_behind import LOOSE, STRICT, assert_moved

from aseptic.analysis.approvals.statement_shape import plain, shape_of, words_of
from aseptic.standard.catalog import Standard

STATEMENT = "subprocess.run(command, shell=True, timeout=5)"
CODE = f"class Updater:\n    def install(self, command):\n        check(command)\n        {STATEMENT}\n"
HABIT = """\
logger = logging.getLogger(__name__)

def main(arguments):
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("path", type=Path)
    path = parser.parse_args(arguments).path
"""
OLD, NEW = "pump/src/a.py", "device/src/b.py"


@pytest.fixture
def repository(tmp_path_factory: pytest.TempPathFactory, standard: Standard) -> Repository:
    made = Repository(tmp_path_factory.mktemp("statements"), standard)
    made.git("init", "-q", "-b", "main")
    return made


@pytest.mark.parametrize("own", [STATEMENT, "os.system(f'flash {path}')", "subprocess.Popen(path, shell=True)"])
def test_a_scaffold_that_two_projects_share_is_no_copy_of_a_statement(repository: Repository, own: str):
    kept = "    path.write_text('timeout shell run')  # subprocess.run(path, shell=True, timeout=5)\n"
    change(repository, KIM, **STRICT, **LOOSE, **{OLD: HABIT + kept})
    change(repository, **{NEW: f"{HABIT}    {own}\n"})
    assert approve(repository, "src/b.py", code=own) == ""


@pytest.mark.parametrize(
    "statement",
    [
        STATEMENT,
        "subprocess.run(order, shell=True, timeout=5)",
        "run(\n            command,\n            shell=True,\n            timeout=9,\n        )",
        "done = sub.run(command, shell=True, timeout=5, env=names)",
    ],
)
def test_a_copy_of_code_with_its_statement_is_told_however_that_is_written(repository: Repository, statement: str):
    change(repository, KIM, **STRICT, **LOOSE, **{OLD: CODE})
    change(repository, **{NEW: CODE.replace(STATEMENT, statement)})
    assert_moved(approve(repository, "src/b.py", code=statement), new=NEW, how="copied")


@pytest.mark.parametrize("how", ["copied", "moved", "another statement"])
def test_a_copy_with_a_variable_renamed_is_told(repository: Repository, how: str):
    code = f"{CODE}\n\ndef check(command):\n    assert command\n\n\ndef done(command):\n    print(command)\n"
    change(repository, KIM, **STRICT, **LOOSE, **{OLD: code})
    own = "os.system(f'flash {order}')" if how == "another statement" else STATEMENT.replace("command", "order")
    renamed = code.replace("command", "order").replace(STATEMENT.replace("command", "order"), own)
    change(repository, take=OLD if how == "moved" else "", **{NEW: renamed})
    line = approve(repository, "src/b.py", code=own)
    if how == "another statement":
        assert line == ""
    else:
        assert_moved(line, new=NEW, how=how)


@pytest.mark.parametrize("at_once", [True, False])
def test_a_move_is_told_however_its_statement_is_rewritten(repository: Repository, at_once: bool):
    change(repository, KIM, **STRICT, **LOOSE, **{OLD: HABIT + CODE})
    rewritten = "subprocess.check_call(command, shell=True)"
    change(repository, take=OLD if at_once else "", **{NEW: HABIT + CODE.replace(STATEMENT, rewritten)})
    if not at_once:
        change(repository, take=OLD)
    assert_moved(approve(repository, "src/b.py", code=rewritten), new=NEW, how="moved" if at_once else "copied")


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("print(command)", "Printed."),
        (f"{STATEMENT}\n    print(of(nothing.that.was(there())))", "Names: subprocess.run"),
    ],
)
def test_a_quotation_that_is_not_the_statement_alone_excuses_nobody(repository: Repository, code: str, names: str):
    change(repository, KIM, **STRICT, **LOOSE, **{OLD: CODE})
    change(repository, **{NEW: CODE})
    assert_moved(approve(repository, "src/b.py", code=code, names=names), new=NEW, how="copied")


@pytest.mark.parametrize("how", ["moved", "then taken away", "renamed", "copied", "by an approver"])
def test_a_statement_that_goes_alone_to_another_file_is_told(repository: Repository, how: str):
    """Not where it stays as well: two projects may call the same."""
    change(repository, KIM, **STRICT, **LOOSE, **{OLD: CODE, NEW: OWN})
    if how == "by an approver":
        repository.git("checkout", "-qb", "branch")
    moved = (
        CODE.replace("command", "order") if how == "renamed" else f"{OWN}\n\ndef helper(command):\n    {STATEMENT}\n"
    )
    if how == "renamed":
        change(repository, take=OLD, **{NEW: moved})
    else:
        left = f"{CODE}# Seen.\n" if how == "copied" else CODE.replace(STATEMENT, "helper(command)")
        change(repository, KIM if how == "by an approver" else MIRA, **{OLD: left, NEW: moved})
    if how == "then taken away":
        change(repository, take="pump")
        change(repository, **{OLD: OWN})
    if how == "by an approver":
        repository.git("checkout", "-q", "main")
        repository.git("merge", "-q", "--no-ff", "-m", "Merge", "branch", who=MIRA)
    line = approve(
        repository, "src/b.py", code=STATEMENT.replace("command", "order") if how == "renamed" else STATEMENT
    )
    if how in ("moved", "then taken away", "renamed"):
        assert_moved(line, new=NEW)
    else:
        assert line == ""


LONG = "subprocess.run(command, shell=True, timeout=5, check=True)"


@pytest.mark.parametrize(
    ("had", "left", "own"),
    [
        ("run(command, shell=True)", "helper(command)", 'subprocess.run(f"sync {path}", shell=True)'),
        ("run(command, shell=True)", "helper(command)", "subprocess.run(command, shell=True)"),  # too short to tell
        (LONG, "subprocess.run(command.split(), timeout=5, check=True)", LONG),  # mended, and a habit of the house
        (LONG, "helper(command)", 'subprocess.run("sync", shell=True, timeout=5, check=True)'),
    ],
)
def test_a_statement_that_is_mended_where_another_project_makes_one_like_it_is_not_moved(
    repository: Repository, had: str, left: str, own: str
):
    change(repository, KIM, **STRICT, **LOOSE, **{OLD: CODE.replace(STATEMENT, had), NEW: OWN})
    there = f"{OWN}\n\ndef flush(path, command):\n    {own}\n"
    change(repository, **{OLD: CODE.replace(STATEMENT, left), NEW: there})
    assert approve(repository, "src/b.py", code=own) == ""


@pytest.mark.parametrize("inside", ["main", "sync"])
def test_a_short_statement_of_a_scaffold_is_copied_with_its_function(repository: Repository, inside: str):
    own = "subprocess.run(path, shell=True)"
    change(repository, KIM, **STRICT, **LOOSE, **{OLD: f"{HABIT}    {own}\n".replace("main", inside)})
    change(repository, **{NEW: f"{HABIT}    {own}\n"})
    line = approve(repository, "src/b.py", code=own)
    assert bool(line) is (inside == "main")


def test_a_statement_of_a_scaffold_with_another_command_is_no_copy(repository: Repository):
    own = "subprocess.run(f'{} {{path}}', shell=True, timeout=5, check=True)"
    change(repository, KIM, **STRICT, **LOOSE, **{OLD: f"{HABIT}    {own.format('export')}\n"})
    change(repository, **{NEW: f"{HABIT}    {own.format('flash')}\n"})
    assert approve(repository, "src/b.py", code=own.format("flash")) == ""


@pytest.mark.parametrize(
    ("how", "told"),
    [
        ("added, deleted", "copied"),
        ("deleted, added", "moved"),
        ("added, deleted by another", ""),
        ("added, mended", ""),
        ("deleted, added with another name", ""),
        ("deleted, added; a habit", ""),
        ("added first", ""),
    ],
)
def test_a_long_statement_that_goes_in_two_commits_of_one_person_is_told(repository: Repository, how: str, told: str):
    there = {NEW: f"{OWN}\n\ndef helper(command):\n    {LONG}\n"}
    had = CODE.replace(STATEMENT, LONG)
    gone = {OLD: CODE.replace(STATEMENT, "subprocess.run(command.split())" if "mended" in how else "helper(command)")}
    if how == "added first":
        change(repository, KIM, **STRICT, **LOOSE)
        change(repository, **there)
        change(repository, KIM, **{OLD: had})
        change(repository, **gone)
    else:
        habit = {"pump/src/c.py": f"{OWN}\n\n{LONG}\n"} if "habit" in how else {}
        change(repository, KIM, **STRICT, **LOOSE, **habit, **{OLD: had, NEW: OWN})
        if "another name" in how:
            there = {NEW: there[NEW].replace("command", "order")}
        for step in (gone, there) if how.startswith("deleted") else (there, gone):
            change(repository, SAM if step is gone and "by another" in how else MIRA, **step)
    line = approve(repository, "src/b.py", code=LONG.replace("command", "order") if "name" in how else LONG)
    if told:
        assert_moved(line, new=NEW, how=told)
    else:
        assert line == ""


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("subprocess.run(a, shell=True)", "run shell"),
        ("with open(path, mode = 'w') as file:", "open mode"),
        ("if (a == b): yield (a)", ""),
        ("f(x, '#', key=g('a(b'))  # h(i)", "f key g"),
        ("TOKEN = 'abc'", ""),
    ],
)
def test_a_statement_is_known_by_what_it_calls(code: str, words: str):
    assert b" ".join(words_of(code.encode())).decode() == words


THERE = """\
def install(order):
    done = sub.run(
        order,
        shell=True,  # As typed.
        timeout=9,
    )
    os.system(f"flash {order.path}")
    self.conn.cursor().execute(query)
"""


@pytest.mark.parametrize(
    ("statement", "stands"),
    [
        (STATEMENT, True),
        ("run(args.command, shell=True, timeout=5)", False),
        ("done = run(x, shell=True, timeout=5)", True),
        ("run(f'{x}', shell=True, timeout=5)", False),
        ("run(x, shell=True)", False),
        ("os.system('flash {}'.format(order))", False),
        ("system(f'flash {x.path}')", True),
        ("db.cursor().execute(sql)", True),
        ("execute(sql)", True),
        ("print(TOKEN)", False),
        ("", False),
    ],
)
def test_a_statement_is_found_whatever_its_variables_are_called(statement: str, stands: bool):
    assert bool(shape_of(statement).at(plain(THERE.encode()))) is stands


@pytest.mark.parametrize("text", [b"a." * 20_000, b"a " * 20_000, b"f(a" + b" " * 50_000, b'"""' * 20_001])
def test_no_text_takes_long_to_be_searched(text: bytes):
    """It would be minutes, if ways to read it were tried that differ in nothing."""
    assert not shape_of("x = a.b(c)").at(plain(text))
    assert not shape_of("f(a)").much_in(text)
