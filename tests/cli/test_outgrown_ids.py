"""A record whose id is of an earlier form counts while it is approved: what takes the approval away says so first."""

from __future__ import annotations

from pathlib import Path

from test_approved_anew import KIM, MIRA, commit, decide, verdict
from test_deviations_command import RECORD, Run, become, git, project, strict

__all__ = ["project", "strict"]
NEW = RECORD.with_name("PUMP-DEV-0001.md")


def test_proposing_it_again_names_the_new_id_under_which_it_holds(run: Run, strict: Path):
    assert not decide(run, strict, KIM, "approve")
    commit(strict, KIM)
    (strict / "pyproject.toml").write_text('[tool.aseptic]\nids = {deviation = "PUMP-DEV-0000"}\n')
    git(strict, "add", "-A")
    text = (strict / RECORD).read_text().replace("the operator's own", "the operator's alone")
    (strict / RECORD).write_text(text)
    commit(strict, MIRA)
    refused = decide(run, strict, MIRA, "propose")
    assert "DEV-0001 is no id of a deviation here any more" in refused and (strict / RECORD).read_text() == text
    assert refused.endswith("`, write 'id: PUMP-DEV-0001' in it, commit that, and go on with PUMP-DEV-0001\n")
    assert run("deviations", "verify").exit_code == 1, "it is read, and was amended"

    git(strict, *refused.partition("`git ")[2].partition("`")[0].split())
    (strict / NEW).write_text(text.replace("id: DEV-0001", "id: PUMP-DEV-0001"))
    commit(strict, MIRA)
    assert run("deviations", "propose", "PUMP-DEV-0001").exit_code == 0
    commit(strict, MIRA)
    become(strict, KIM)
    done = run("deviations", "approve", "PUMP-DEV-0001")
    assert done.exit_code == 0, done.output
    commit(strict, KIM)
    assert verdict(run).endswith("holds") and run("check").exit_code == 0
    assert "gone" not in run("deviations", "verify").stderr
