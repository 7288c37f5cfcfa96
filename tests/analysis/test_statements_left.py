"""Where a record quotes its statement, that tells whether it left a stricter policy: what files share beside it does not."""

from __future__ import annotations

import pytest
from test_changed_policies import KIM, MIRA, Repository
from test_laundered_policies import OWN, approve, change
from test_left_behind import LOOSE, STRICT, assert_moved

from aseptic.analysis.approvals.statements_then import words_of
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
