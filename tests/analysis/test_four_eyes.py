"""Who wrote what an approval is about: by git, whatever the record says, and no more than git shows."""

from __future__ import annotations

import pytest
from proposed_text import PROPOSED
from test_provenance import KIM, MIRA, RECORD, Repository, given, policy, repository

from aseptic.analysis.approvals.proving import Proving
from aseptic.analysis.approvals.remarks import remarks, whole_history
from aseptic.analysis.deviations.git_facts import remembered
from aseptic.analysis.projects.loading import load
from aseptic.analysis.sessions.session import Session
from aseptic.analysis.versioning.git import Git
from aseptic.analysis.versioning.mailmap import joined, others_of

__all__ = ["repository"]
EVE = "eve@example.org"
MEASURE = "measures:\n  - {what: It is reviewed., verified_by: tests/test_a.py::test_it}\n"
WHY_NOT = "\n## Why not the replacement\nThe list would be the shell's own.\n"
TOLD = "and somebody else has to approve it"


@pytest.fixture
def committed(repository: Repository) -> Repository:
    """A repository whose policy is content with who committed."""
    policy(repository, KIM, "committed")
    repository.commit()
    return repository


def raised(repository: Repository, text: str, *how: str, who: str = MIRA) -> None:
    repository.put(RECORD, text)
    repository.commit(who, *how)


def approve(repository: Repository, text: str) -> str:
    """Have kim approve a record, and return why that does not count."""
    repository.put(RECORD, given(text))
    repository.commit(KIM, sign=True)
    return repository.judged().lack


@pytest.mark.parametrize("by", [MIRA, EVE])
def test_who_wrote_it_is_its_author_whoever_committed_it(committed: Repository, by: str):
    text = PROPOSED.replace("one constant", "two constants")
    raised(committed, text, f"--author=Kim <{KIM}>", who=by)
    lack = approve(committed, text)
    assert lack.startswith(f"{KIM} committed its reasons first, in ") and lack.endswith(TOLD)


def test_who_wrote_and_signed_it_does_not_approve_it(committed: Repository):
    committed.put(RECORD, PROPOSED.replace("one constant", "two constants"))
    committed.commit(KIM, sign=True)
    lack = approve(committed, PROPOSED.replace("one constant", "two constants"))
    assert lack.startswith(f"{KIM} committed its reasons first, in ")


@pytest.mark.parametrize("key", ["Co-authored-by", "co-authored-by"])
@pytest.mark.parametrize("who", [KIM, "Kim@Example.org", EVE])
def test_an_author_that_the_message_names_is_one(committed: Repository, key: str, who: str):
    text = PROPOSED.replace("one constant", "two constants")
    raised(committed, text, "-m", f"Reported-by: Kim <{KIM}>\n{key}: K. <{who}>\nAcked-by: <a@b>")
    lack = approve(committed, text)
    assert bool(lack) is (who != EVE)
    assert not lack or (f"{KIM} is an author of the commit " in lack and "that has its reasons first" in lack)


@pytest.mark.parametrize(
    ("said", "wrote"),
    [
        (f"Co-authored-by: {KIM}", True),
        ("Co-Authored-By : Kim Berg", True),
        (f"Co-developed-by: Kim\n <{KIM}>\nSigned-off-by: Kim <{KIM}>", True),
        (f"co-authored-by: Lin <lin@example.org>, K <{KIM}>", True),
        (f"Co-authored-by: Kim <{KIM}>\n\nReviewed by nobody.", True),
        (f"Co-authored-by: Kim Berg {KIM}", True),
        (f"Co-authored-by: Kim Berg ({KIM})", True),
        (f"Co-authored-by: Kim Berg <{KIM}", True),
        (f"Co-authored-by: {KIM} <>", True),
        (f"Co-authored-by: Kim Berg <mailto:{KIM}>.", True),
        ("Co-authored-by: Lin and kim  berg", True),
        (f"Co-authored-by: Lin; {KIM}", True),
        (f"Coauthored-by: <{KIM}>", True),
        (f"Co-authored by: <{KIM}>", True),
        (f"Co-created-by: <{KIM}>", True),
        (f"Original-author: <{KIM}>", True),
        (f"Squashed commit:\n\n    Two\n    \n    Signed-off-by: Lin <l@b.c>\n    Co-authored-by: <{KIM}>", True),
        (f"Squashed commit:\n\n    Co-authored-by: Lin <l@b.c>\n    Signed-off-by: Kim <{KIM}>", False),
        (f"> Co-authored-by: Kim <{KIM}>", True),
        (f"* Two\n\n* Co-authored-by: Kim <{KIM}>", True),
        (f"Co-authored-by: Joa{KIM}, {KIM}.au", False),
        ("Co-authored-by: Kim Bergson and Joakim Berg", False),
        ("Co-authored-by: Kim Borg", False),
        ("Co-authored-by: Kim Berg <kim@elsewhere.org>", False),
        (f"Signed-off-by: Kim Berg <{KIM}>\nReviewed-by: {KIM}", False),
        (f"It is not as if co-authored-by: {KIM} were a trailer here.", False),
    ],
)
def test_a_trailer_that_names_who_wrote_is_read_as_git_reads_it(committed: Repository, said: str, wrote: bool):
    text = PROPOSED.replace("one constant", "two constants")
    raised(committed, text, "-m", said)
    committed.put(RECORD, given(text))
    committed.git("add", "-A")
    committed.git("-c", "user.name=Kim Berg", "commit", "-qm", "Approve", f"--author=Kim Berg <{KIM}>", who=KIM)
    assert bool(committed.judged().lack) is wrote


@pytest.mark.parametrize(("called", "wrote"), [("Kim", True), ("Lin and Kim", True), ("Kim Borg", False)])
def test_a_name_of_one_word_is_theirs_where_it_stands_alone(committed: Repository, called: str, wrote: bool):
    text = PROPOSED.replace("one constant", "two constants")
    raised(committed, text, "-m", f"Co-authored-by: {called}")
    committed.put(RECORD, given(text))
    committed.git("add", "-A")
    committed.git("-c", "user.name=Kim", "commit", "-qm", "Approve", f"--author=Kim <{KIM}>", who=KIM)
    assert bool(committed.judged().lack) is wrote


def test_what_git_squashes_shows_who_wrote_it(committed: Repository):
    committed.git("checkout", "-qb", "side")
    text = PROPOSED.replace("one constant", "two constants")
    raised(committed, text, "-m", f"Co-authored-by: Kim <{KIM}>")
    committed.git("checkout", "-q", "-")
    committed.git("merge", "-q", "--squash", "side")
    committed.git("commit", "-q", "--no-edit")
    assert f"{KIM} is an author of the commit " in approve(committed, text)


def test_a_squash_that_names_who_approved_in_it_shows_no_writing(committed: Repository):
    """Whoever merges names all who had a part: here one wrote, the other approved and signed the record."""
    text = PROPOSED.replace("one constant", "two constants")
    committed.put(RECORD, given(text))
    committed.sign(KIM)
    committed.commit(MIRA, "-m", f"Co-authored-by: Kim <{KIM}>")
    assert committed.judged().holds


@pytest.mark.parametrize("named", [True, False])
def test_a_squash_by_who_approved_shows_who_else_wrote_nowhere_but_in_its_message(committed: Repository, named: bool):
    committed.put(RECORD, given(PROPOSED.replace("one constant", "two constants")))
    committed.commit(KIM, "-m", f"Co-authored-by: Mira <{MIRA}>" if named else "Squash")
    lack = committed.judged().lack
    assert lack.startswith(f"{KIM} committed its reasons first, in ")
    assert (
        lack.endswith(
            f"{TOLD} (a squash is one author's: merge instead, or have {MIRA} squash it, with the record signed)"
        )
        is named
    )


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (PROPOSED + WHY_NOT, "its reasons"),
        (PROPOSED.replace("where:", "risk: It is small.\nwhere:"), "its reasons"),
        (PROPOSED.replace("kind: mitigated", "kind: false_positive"), "its kind"),
        (PROPOSED.replace("where:", f"{MEASURE}where:"), "its measures"),
    ],
)
@pytest.mark.parametrize("beside", [True, False])
def test_what_a_record_argues_by_is_not_its_approvers(committed: Repository, text: str, what: str, beside: bool):
    if not beside:
        raised(committed, text, who=KIM)
    lack = approve(committed, text)
    assert lack.startswith(f"{KIM} committed {what} first, in ") and lack.endswith(TOLD)


def test_what_the_one_who_raised_it_changed_is_theirs(committed: Repository):
    text = PROPOSED.replace("kind: mitigated", "kind: false_positive").replace("where:", f"{MEASURE}where:")
    raised(committed, text + WHY_NOT)
    assert approve(committed, text + WHY_NOT) == ""


def test_an_end_before_what_was_proposed_is_the_approvers_to_set_and_so_is_what_the_approval_pins(
    committed: Repository,
):
    text = PROPOSED.replace("where:", f"{MEASURE}where:")
    raised(committed, text)
    pinned = text.replace("::test_it}", "::test_it, digest: '0a1b2c3d'}").replace("2027-11-01", "2027-01-01")
    assert approve(committed, pinned) == ""


@pytest.mark.parametrize("beside", [True, False])
def test_a_later_end_than_was_proposed_is_its_writers(committed: Repository, beside: bool):
    text = PROPOSED.replace("2027-11-01", "2028-11-01")
    if not beside:
        raised(committed, text, who=KIM)
    lack = approve(committed, text)
    assert lack.startswith(f"{KIM} committed its later end first, in ") and lack.endswith(TOLD)
    raised(committed, PROPOSED)
    raised(committed, text)
    assert approve(committed, text) == "", "mira put it off herself"


def test_a_renewal_of_what_was_approved_is_the_approvers(committed: Repository):
    assert approve(committed, PROPOSED) == ""
    assert approve(committed, PROPOSED.replace("2027-11-01", "2028-11-01")) == ""
    rejected = given(PROPOSED).replace("status: approved", "status: rejected")
    raised(committed, rejected, who=KIM)
    assert "its later end" in approve(committed, PROPOSED.replace("2027-11-01", "2029-11-01"))


@pytest.mark.parametrize("proof", ["claimed", "committed"])
def test_a_carried_author_is_told_by_a_check_in_the_words_of_verify(repository: Repository, proof: str):
    policy(repository, KIM, proof)
    repository.commit(KIM)
    raised(repository, PROPOSED.replace("one constant", "two constants"), f"--author=Mira <{MIRA}>", who=KIM)
    assert approve(repository, PROPOSED.replace("one constant", "two constants")) == ""
    project, proving = load(repository.folder, repository.standard), Proving()
    assert proving.of(project)(project.deviations[0]) == ""
    told = remarks(whole_history(Git(repository.folder), project), project)
    (line,) = (each.text for each in told if "dated before" not in each.text)
    assert line.startswith(f"{KIM}, who approved it, committed its reasons as {MIRA}'s, in ")
    assert proving.notes == (f"DEV-0001: {line}",)
    asked = remembered(Session(repository.standard, [repository.folder]), project, "DEV-0001")
    assert asked is not None
    assert asked().proof.endswith(line)


TWO = PROPOSED.replace("one constant", "two constants")


def test_words_that_were_taken_out_and_put_back_are_whose_they_were(committed: Repository):
    raised(committed, TWO, who=KIM)
    raised(committed, PROPOSED)
    raised(committed, TWO)
    assert approve(committed, TWO).startswith(f"{KIM} committed its reasons first, in ")
    raised(committed, TWO.replace("two", "three"))
    assert approve(committed, TWO.replace("two", "three")) == ""


@pytest.mark.parametrize("beside", [True, False])
def test_who_puts_back_what_the_one_who_raised_it_wrote_did_not_write_it(committed: Repository, beside: bool):
    raised(committed, TWO, who=KIM)
    if not beside:
        raised(committed, PROPOSED, who=KIM)
    assert approve(committed, PROPOSED) == ""


def test_measures_that_are_taken_out_are_taken_out_by_somebody(committed: Repository):
    raised(committed, PROPOSED.replace("where:", f"{MEASURE}where:"))
    assert approve(committed, PROPOSED).startswith(f"{KIM} committed its measures first, in ")


@pytest.mark.parametrize("at_once", [True, False])
def test_words_from_a_file_of_another_name_are_whose_they_were_there(committed: Repository, at_once: bool):
    other = RECORD.replace("0001", "0009")
    committed.git("rm", "-q", RECORD)
    committed.put(other, TWO.replace("DEV-0001", "DEV-0009"))
    committed.commit(KIM)
    committed.git("rm", "-q", other)
    if not at_once:
        committed.commit(MIRA)
    raised(committed, TWO)
    assert approve(committed, TWO).startswith(f"{KIM} committed its reasons first, in ")


def test_the_same_words_about_another_finding_were_written_of_that(committed: Repository):
    other = RECORD.replace("0001", "0009")
    committed.put(other, TWO.replace("DEV-0001", "DEV-0009").replace("6f1c0a9be2d44d10", "0f1c0a9be2d44d10"))
    committed.commit(KIM)
    committed.git("rm", "-q", other)
    raised(committed, TWO)
    assert approve(committed, TWO) == ""


@pytest.mark.parametrize("hand", ["raised", "reasons"])
def test_two_addresses_that_the_mailmap_makes_one_are_one_person(committed: Repository, hand: str):
    home = "Kim@home.org"
    committed.put(".mailmap", f"# People\nKim Berg <{KIM}> <kim@home.org>\nKim <k@x> Bob <{MIRA}>\n")
    text = PROPOSED.replace("one constant", "two constants")
    raised(committed, text.replace(MIRA, home) if hand == "raised" else text, who=home)
    committed.put(".mailmap", "")  # by whom is held to it
    lack = approve(committed, text.replace(MIRA, home) if hand == "raised" else text)
    how = "raised it" if hand == "raised" else "committed its reasons first, in "
    line = f"line 2 of .mailmap ('<{KIM}> <kim@home.org>', by {home} in commit "
    assert lack.startswith(f"{KIM}, who is kim@home.org as well by {line}")
    assert f", taken out by {KIM} in " in lack and f"), {how}" in lack and lack.endswith(TOLD)


@pytest.mark.parametrize(
    ("text", "who", "others"),
    [
        (f"<{KIM}> <a@home>\n K <{KIM}> <B@home> # old\n", "A@home", ["b@home", KIM]),
        (f"Kim <{KIM}>\nKim <{KIM}> Other <a@home>\n# <{KIM}> <b@home>\n", KIM, []),
        (f"<{KIM}> <a@home>\n<{MIRA}> <a@home>\n<{MIRA}> <{KIM}>\n", KIM, ["a@home", MIRA]),
    ],
)
def test_a_mailmap_is_read_as_git_reads_it(committed: Repository, text: str, who: str, others: list[str]):
    committed.put(".mailmap", text)
    committed.commit()
    git = Git(committed.folder)
    (known,) = joined(git, ["HEAD"]).values()
    assert [*others_of(who, known)] == others
    mapped = {each: (git.text("check-mailmap", f"<{each}>") or "").rpartition("<")[2][:-1] for each in (who, *others)}
    assert len({each.casefold() for each in mapped.values()}) == 1
