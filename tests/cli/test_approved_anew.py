"""An approval that git does not let count is given anew by who gave it, and proposing it again raises nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_deviations_command import RECORD, Run, become, git, project, strict

__all__ = ["project", "strict"]
KIM, MIRA = "kim@example.org", "mira@example.org"


def decide(run: Run, folder: Path, who: str, *words: str) -> str:
    """Have somebody decide, and return what the command says; empty where it takes the decision."""
    become(folder, who)
    done = run("deviations", *words, "DEV-0001")
    return done.stderr if done.exit_code else ""


def commit(folder: Path, who: str, author: str = "") -> None:
    become(folder, who)
    git(folder, "commit", "-qam", "Change", *((f"--author=A <{author}>",) if author else ()))


def verdict(run: Run) -> str:
    return " ".join(run("deviations", "verify").stdout.split())


@pytest.fixture
def carried(run: Run, strict: Path) -> Path:
    """Kim's approval, committed by mira as one carries over another's commit."""
    assert not decide(run, strict, KIM, "approve")
    commit(strict, MIRA, author=KIM)
    return strict


def test_who_gave_it_gives_it_anew_on_the_same_day(run: Run, carried: Path):
    assert "mira@example.org raised it" in decide(run, carried, MIRA, "approve")
    assert not decide(run, carried, KIM, "approve")
    assert "is approved already" in decide(run, carried, KIM, "approve")
    commit(carried, KIM)
    assert verdict(run).endswith("holds") and run("check").exit_code == 0


def test_verify_says_who_did_what_and_how_it_is_proved(run: Run, carried: Path):
    told = verdict(run)
    assert "does not hold: git shows it as 'claimed', and the policy asks for 'committed by': " in told
    way = "kim@example.org approves it again and commits it, or signs it (`aseptic deviations approve DEV-0001 --sign KEY`)"
    assert told.endswith(f" has kim@example.org as author and mira@example.org as committer; {way}")
    assert "approve DEV-0001 --sign KEY" in " ".join(run("check").stdout.split())


def test_of_one_that_no_commit_has_it_says_so(run: Run, strict: Path):
    assert not decide(run, strict, KIM, "approve")
    assert "'committed by': no commit has it yet; kim@example.org commits it, or signs it (`" in verdict(run)


def test_given_anew_it_is_proved_by_who_committed_that(run: Run, carried: Path):
    assert not decide(run, carried, KIM, "approve")
    commit(carried, MIRA, author=KIM)
    assert "does not hold: git shows it as 'claimed'" in verdict(run)


@pytest.mark.parametrize("committed", [True, False])
def test_who_proposes_again_what_is_unchanged_may_approve_it(run: Run, carried: Path, committed: bool):
    assert not decide(run, carried, KIM, "propose")
    text = (carried / RECORD).read_text()
    assert "raised: {by: mira@example.org" in text and "before:" not in text
    if committed:
        commit(carried, KIM)
    assert not decide(run, carried, KIM, "approve")
    commit(carried, KIM)
    assert verdict(run).endswith("holds") and run("check").exit_code == 0


def test_who_changes_a_word_in_proposing_again_raises_it(run: Run, carried: Path):
    text = (carried / RECORD).read_text()
    (carried / RECORD).write_text(text.replace("the operator's own", "the nurse's own"))
    assert not decide(run, carried, KIM, "propose")
    commit(carried, KIM)
    assert "kim@example.org raised it, and somebody else has to approve it" in decide(run, carried, KIM, "approve")
    assert not decide(run, carried, MIRA, "propose")
    commit(carried, MIRA)
    assert f"before: [{KIM}]" in (carried / RECORD).read_text()
    assert "kim@example.org raised it, and somebody else has to approve it" in decide(run, carried, KIM, "approve")


def raise_as_kim(folder: Path, word: str = "") -> None:
    """Put in what a proposal of kim's wrote once, which named kim as its raiser, and commit that."""
    text = (folder / RECORD).read_text()
    head, _, rest = text.partition("status: approved\n")
    day = rest.partition("on: ")[2].partition("}")[0]
    body = rest.partition("---\n")[2]
    kept = "".join(f"{each}\n" for each in rest.split("\n") if each.startswith("expires:"))
    keys = f"status: proposed\nraised: {{by: {KIM}, on: {day}, before: [{MIRA}]}}\nowner: {MIRA}\n{kept}---\n"
    (folder / RECORD).write_text(head + keys + body.replace("the operator's own", word or "the operator's own"))
    commit(folder, KIM)


def test_who_was_named_for_proposing_it_again_is_left_out_by_the_next_proposal(run: Run, carried: Path):
    raise_as_kim(carried)
    refused = decide(run, carried, KIM, "approve")
    assert "kim@example.org raised it" in refused and "have somebody else propose it" in refused
    assert not decide(run, carried, MIRA, "propose")
    assert "before:" not in (carried / RECORD).read_text()
    commit(carried, MIRA)
    assert not decide(run, carried, KIM, "approve")
    commit(carried, KIM)
    assert verdict(run).endswith("holds") and run("check").exit_code == 0


def test_but_not_one_who_changed_a_word(run: Run, carried: Path):
    raise_as_kim(carried, "the nurse's own")
    refused = decide(run, carried, KIM, "approve")
    assert "kim@example.org raised it" in refused and "propose it" not in refused
    assert not decide(run, carried, MIRA, "propose")
    assert f"before: [{KIM}]" in (carried / RECORD).read_text()
