"""A policy, or a rule, that was broken, gone or a link for one commit judges as it did when it could be read last."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from own_rule_text import PAGE, PATH
from proposed_text import PROPOSED
from test_taken_back import KIM, MIRA, RECORD, Repository

from aseptic.analysis.approvals.governing import judge_of
from aseptic.analysis.approvals.policy_changes import unvouched
from aseptic.analysis.approvals.proving import Proving
from aseptic.analysis.projects.loading import load, renewed
from aseptic.analysis.versioning.git import Git
from aseptic.records.deviation import read_deviation
from aseptic.standard.catalog import Standard

EVE = "eve@example.org"
STANDARD = "security/standard.md"
NOT_NAMED = f"the policy does not name {EVE} as one who approves, by the policy before it"


def policy(approvers: str, more: str = "") -> str:
    said = f"policy: {{approvers: [{approvers}], proof: {{high: committed}}{more}}}"
    return f"---\nstandard: Aseptic\nversion: '0.1'\n{said}\n---\n"


def approved(by: str, text: str = PROPOSED) -> str:
    found, problems = read_deviation(RECORD, text)
    assert found is not None and not problems
    given = f"approved: {{by: {by}, on: 2026-11-02, of: {found.digest}}}"
    return text.replace("status: proposed", "status: approved").replace("approved: {by: , on: , of: }", given)


STRICT, WIDE = policy(KIM), policy(f"{KIM}, {EVE}")


@pytest.fixture
def repository(tmp_path: Path, standard: Standard) -> Repository:
    made = Repository(tmp_path, standard)
    made.git("init", "-q", "-b", "main")
    made.put(STRICT, KIM, name=STANDARD)
    made.put(PROPOSED, MIRA)
    return made


def changed(repository: Repository) -> str:
    return str(unvouched(load(repository.folder, repository.standard)) or "")


def linked(repository: Repository, name: str, target: str) -> None:
    """Have a link at a name in place of what is there, and commit it."""
    path = repository.folder / name
    path.rename(path.parent / target)
    path.symlink_to(target)
    repository.git("add", "-A")
    repository.git("commit", "-qm", "Link")


@pytest.mark.parametrize(
    "broken",
    [
        STRICT.replace("policy:", "polisy:"),
        STRICT.replace("{approvers", "{{approvers"),
        STRICT.replace("standard: Aseptic\n", ""),
        "",
    ],
)
@pytest.mark.parametrize("who", [EVE, KIM])
def test_a_page_that_cannot_be_read_lets_nobody_in(repository: Repository, broken: str, who: str):
    repository.put(broken, who, name=STANDARD)
    (repository.folder / STANDARD).write_text(WIDE)
    repository.put(approved(EVE), EVE)
    assert repository.judged().lack == NOT_NAMED
    assert changed(repository).startswith(f"{EVE} changed the policy")


def test_nor_does_one_that_is_gone(repository: Repository):
    repository.git("rm", "-q", STANDARD)
    repository.git("commit", "-qm", "Remove", who=EVE)
    (repository.folder / STANDARD).write_text(WIDE)
    repository.put(approved(EVE), EVE)
    assert repository.judged().lack == NOT_NAMED


def test_nor_does_another_page_while_the_settings_that_name_the_folder_are_broken(tmp_path: Path, standard: Standard):
    made, settings = Repository(tmp_path, standard), '[tool.aseptic]\nrecords = "own"\n'
    made.git("init", "-q", "-b", "main")
    made.put(settings, KIM, name="pyproject.toml")
    made.put(STRICT, KIM, name="own/standard.md")
    made.put(PROPOSED, MIRA, name="own/deviations/DEV-0001.md")
    (tmp_path / "pyproject.toml").write_text(settings.replace('"own"', ""))
    made.put(WIDE, EVE, name=STANDARD)
    (tmp_path / "pyproject.toml").write_text(settings)
    (tmp_path / "own/standard.md").write_text(WIDE)
    made.put(approved(EVE), EVE, name="own/deviations/DEV-0001.md")
    assert made.judged().lack == NOT_NAMED


def test_nor_does_a_folder_of_records_that_has_no_page(repository: Repository):
    repository.put('[tool.aseptic]\nrecords = "other"\n', EVE, name="pyproject.toml")
    repository.git("rm", "-q", "pyproject.toml")
    (repository.folder / STANDARD).write_text(WIDE)
    repository.put(approved(EVE), EVE)
    assert repository.judged().lack == NOT_NAMED


def test_of_a_project_in_a_folder_it_is_its_own_last_page(tmp_path: Path, standard: Standard):
    """Around it another page holds, which is no reason to forget what the project had said itself."""
    made, inner = Repository(tmp_path, standard), Repository(tmp_path / "inner", standard)
    made.git("init", "-q", "-b", "main")
    made.put(WIDE, KIM, name=STANDARD)
    inner.folder.mkdir()
    inner.put(STRICT, KIM, name=STANDARD)
    inner.put(PROPOSED, MIRA)
    inner.git("rm", "-q", STANDARD)
    inner.git("commit", "-qm", "Remove", who=EVE)
    (inner.folder / STANDARD).write_text(WIDE)
    inner.put(approved(EVE), EVE)
    assert inner.judged().lack == NOT_NAMED


def test_who_mended_the_page_as_it_was_changed_nothing(repository: Repository):
    repository.put(STRICT.replace("policy:", "polisy:"), EVE, name=STANDARD)
    repository.put(STRICT, EVE, name=STANDARD)
    repository.put(approved(KIM), KIM)
    assert repository.judged().holds and changed(repository) == ""


def test_a_page_that_never_could_be_read_whole_judges_by_what_could(tmp_path: Path, standard: Standard):
    made = Repository(tmp_path, standard)
    made.git("init", "-q", "-b", "main")
    made.put(STRICT.replace("---\nstandard", "---\nexcluded: {CRY-001: }\nstandard"), KIM, name=STANDARD)
    made.put(PROPOSED, MIRA)
    (made.folder / STANDARD).write_text(WIDE)
    made.put(approved(EVE), EVE)
    assert made.judged().lack == NOT_NAMED


@pytest.mark.parametrize("both", [True, False])
def test_a_link_to_the_page_is_followed_in_what_was(repository: Repository, both: bool):
    linked(repository, STANDARD, "page.txt")
    (repository.folder / "security/page.txt").write_text(WIDE)
    if not both:
        repository.put("a\n", EVE, name="other.md")
    repository.put(approved(EVE), EVE)
    assert repository.judged().lack == (NOT_NAMED if both else "")
    assert changed(repository).startswith(f"{EVE} changed the policy"), "what the link leads to is the policy"
    (problem,) = load(repository.folder, repository.standard).problems
    assert str(problem).startswith(f"{STANDARD}: the file is a link, "), "and it is none today"


def test_who_widened_the_policy_behind_a_link_is_named_when_it_is_a_page_again(repository: Repository):
    linked(repository, STANDARD, "elsewhere")
    repository.put(WIDE, EVE, name="security/elsewhere")
    (repository.folder / STANDARD).unlink()
    (repository.folder / "security/elsewhere").rename(repository.folder / STANDARD)
    repository.git("add", "-A")
    repository.git("commit", "-qm", "Put it back", who=EVE)
    repository.put(approved(EVE), EVE)
    assert repository.judged().holds, "one commit or several, git keeps nothing that tells"
    assert changed(repository).startswith(f"{EVE} changed the policy")


OWN = PROPOSED.replace("INJ-003", "ACM-001")
MANDATORY = PAGE.replace("required", "mandatory")
BARRED = r"ACM-00\d is mandatory and admits no deviation, by the policy before it"


@pytest.fixture
def ruled(repository: Repository) -> Repository:
    """A repository with a rule of the project's own from which nobody may deviate."""
    repository.put(MANDATORY, KIM, name=PATH)
    repository.put(OWN, MIRA)
    return repository


def test_a_rule_does_not_lose_what_it_asks_with_its_name(ruled: Repository):
    page = PAGE.replace("id: ACM-001", "id: ACM-002\nformerly: [ACM-001]")
    ruled.git("mv", PATH, PATH.replace("001", "002"))
    (ruled.folder / PATH.replace("001", "002")).write_text(page)
    ruled.put(approved(KIM, OWN), KIM)
    assert re.fullmatch(BARRED, ruled.judged().lack)


def test_nor_with_a_new_name_that_does_not_say_so(ruled: Repository):
    ruled.git("mv", PATH, PATH.replace("001", "002"))
    (ruled.folder / PATH.replace("001", "002")).write_text(PAGE.replace("id: ACM-001", "id: ACM-002"))
    ruled.put(approved(KIM, OWN.replace("ACM-001", "ACM-002")), KIM)
    assert re.fullmatch(BARRED, ruled.judged().lack)


def test_a_rule_that_came_alone_was_asked_of_nobody(repository: Repository):
    (repository.folder / PATH).parent.mkdir(exist_ok=True)
    (repository.folder / PATH).write_text(PAGE)
    repository.put(approved(KIM, OWN), KIM)
    assert repository.judged().lack == ""


def test_a_rule_that_another_takes_over_asks_what_the_stricter_asked(ruled: Repository):
    decoy = PATH.replace("001", "009")
    ruled.put(PAGE.replace("ACM-001", "ACM-009"), EVE, name=decoy)
    ruled.git("rm", "-q", decoy)
    (ruled.folder / PATH).write_text(PAGE.replace("id: ACM-001", "id: ACM-001\nformerly: [ACM-009]"))
    ruled.put(approved(KIM, OWN), KIM)
    assert re.fullmatch(BARRED, ruled.judged().lack)


def test_what_the_policy_barred_by_a_rules_old_name_is_barred(repository: Repository):
    repository.put(PAGE, KIM, name=PATH)
    repository.put(policy(KIM, ", no_deviation: [ACM-001]"), KIM, name=STANDARD)
    repository.git("mv", PATH, PATH.replace("001", "002"))
    (repository.folder / PATH.replace("001", "002")).write_text(
        PAGE.replace("id: ACM-001", "id: ACM-002\nformerly: [ACM-001]")
    )
    repository.put(approved(KIM, OWN), KIM)
    assert repository.judged().lack == "the policy allows no deviation from ACM-002, by the policy before it"


@pytest.mark.parametrize("broken", [MANDATORY.replace("category", "kategory"), None])
def test_a_rule_that_was_broken_or_gone_is_none_that_came_since(ruled: Repository, broken: str | None):
    if broken is None:
        ruled.git("rm", "-q", PATH)
        ruled.git("commit", "-qm", "Remove", who=EVE)
        (ruled.folder / PATH).parent.mkdir(exist_ok=True)
    else:
        ruled.put(broken, EVE, name=PATH)
    (ruled.folder / PATH).write_text(PAGE)
    ruled.put(approved(KIM, OWN), KIM)
    assert re.fullmatch(BARRED, ruled.judged().lack)


@pytest.mark.parametrize(("name", "target"), [(PATH, "../rule.txt"), ("security/rules", "ours")])
def test_a_link_to_a_rule_is_followed_in_what_was(ruled: Repository, name: str, target: str):
    linked(ruled, name, target)
    (ruled.folder / PATH).write_text(PAGE)
    ruled.put(approved(KIM, OWN), KIM)
    assert re.fullmatch(BARRED, ruled.judged().lack)


@pytest.mark.parametrize(("name", "target"), [(PATH, "../rule.txt"), ("security/rules", "ours")])
def test_who_loosened_a_rule_behind_a_link_is_named_when_it_is_a_rule_again(ruled: Repository, name: str, target: str):
    linked(ruled, name, target)
    (ruled.folder / PATH).write_text(PAGE)
    ruled.git("add", "-A")
    ruled.git("commit", "-qm", "Loosen", who=EVE)
    path = ruled.folder / name
    path.unlink()
    (path.parent / target).rename(path)
    ruled.git("add", "-A")
    ruled.git("commit", "-qm", "Put it back", who=EVE)
    ruled.put(approved(KIM, OWN), KIM)
    assert changed(ruled).startswith(f"{EVE} changed the policy, the signers or a rule in commit ")


def test_signers_behind_a_link_prove_nothing_today(repository: Repository):
    repository.put(f"{EVE} ssh-ed25519 AAAA\n", EVE, name="security/allowed_signers")
    project = load(repository.folder, repository.standard)
    assert judge_of(project).signers.startswith(EVE.encode()) and project.problems == ()
    linked(repository, "security/allowed_signers", "keys")
    again = renewed(project, repository.standard)
    assert judge_of(again).signers == b""
    (problem,) = again.problems
    assert str(problem).startswith("security/allowed_signers: the file is a link, of which git keeps no history")


def test_who_loosened_a_rule_a_commit_before_is_named(ruled: Repository):
    assert changed(ruled) == ""
    ruled.put(PAGE, EVE, name=PATH)
    ruled.put(approved(KIM, OWN), KIM)
    assert ruled.judged().holds, "one commit or several, git keeps nothing that tells"
    change = unvouched(load(ruled.folder, ruled.standard))
    assert str(change).startswith(f"{EVE} changed the policy, the signers or a rule in commit ")
    assert change is not None
    assert "DEV-0001 counts by the policy as eve@example.org changed it" in change.lets_through([ruled.judged()])


@pytest.mark.parametrize("steps", [("both",), ("name", "both"), ("loose", "both"), ("gone", "both")])
def test_who_renamed_and_loosened_a_rule_a_commit_before_is_named_by_a_check_too(
    ruled: Repository, steps: tuple[str, ...]
):
    new = PATH.replace("001", "002")
    for step in steps:
        if step == "loose":
            ruled.put(PAGE, EVE, name=PATH)
        else:
            ruled.git("rm", "-q", "--ignore-unmatch", PATH)
        if step == "gone":
            ruled.git("commit", "-qm", "Remove", who=EVE)
        elif step != "loose":
            page = PAGE if step == "both" else MANDATORY
            ruled.put(page.replace("id: ACM-001", "id: ACM-002"), EVE, name=new)
    ruled.put(approved(KIM, OWN.replace("ACM-001", "ACM-002")), KIM)
    project, proving = load(ruled.folder, ruled.standard), Proving()
    assert proving.of(project)(project.deviations[0]) == ""
    (note,) = proving.notes
    assert note.startswith("DEV-0001 counts by the policy as eve@example.org changed it in commit ")
    assert "(ACM-002 is mandatory and admits no deviation)" in note


def test_a_rule_said_in_other_words_is_no_change_of_the_policy(ruled: Repository):
    ruled.put(MANDATORY.replace("None is known", "There is none"), EVE, name=PATH)
    assert changed(ruled) == ""


def test_git_follows_links_inside_a_commit_and_keeps_the_order_behind_those_that_lead_nowhere(repository: Repository):
    links = {"in": STANDARD, "out": "/etc/hostname", "away": "nothing", "round": "round"}
    for name, target in links.items():
        (repository.folder / name).symlink_to(target)
    repository.put("a\n", MIRA, name="plain")
    asked = [f"HEAD:{each}" for each in (*links, "plain/below", "none", "plain")]
    nothing = [None] * 5
    assert Git(repository.folder).objects(asked, follow=True) == [STRICT.encode(), *nothing, b"a\n"]
