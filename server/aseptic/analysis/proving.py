"""Whether an approval is proved as well as the policy asks, where it asks for more than anybody's word.

Git has to be asked, which takes a moment for each approval. So scans judge by it, for reports, the gate and the ledger;
an editor shows what was reached where somebody looks at the record.
"""

from __future__ import annotations

from collections.abc import Callable

from aseptic.analysis.git import Git
from aseptic.analysis.project import Project
from aseptic.analysis.provenance import Provenance, provenance
from aseptic.records.deviation import Deviation
from aseptic.standard.policy import Proof


def unproved(project: Project, history: Git | None = None) -> Callable[[Deviation], str]:
    """Return what tells why an approval is not proved well enough, as the end of a sentence; empty where it is.

    `history` is the repository to ask where it is not the project's own folder: of a release that lies elsewhere.
    """
    git = history or Git(project.root)

    def told(deviation: Deviation) -> str:
        needed = needed_proof(project, deviation)
        return lack(provenance(git, project, deviation), needed) if needed is not Proof.CLAIMED else ""

    return told


def needed_proof(project: Project, deviation: Deviation) -> Proof:
    """Return the proof that the policy asks of an approval as the policy stands now."""
    rule = project.standard.rules.get(deviation.rule)
    asked = project.tailoring.policy.proof
    return asked.get(rule.severity, Proof.CLAIMED) if rule else Proof.CLAIMED


def lack(found: Provenance, needed: Proof) -> str:
    """Return what an approval lacks; the policy of its own time counts beside that of today."""
    if found.against:
        return f"{found.against}, by the policy before it"
    most = max(needed, found.needed, key=lambda each: each.rank)
    if found.proof.rank < most.rank:
        return f"git shows it as '{found.proof.words}', and the policy asks for '{most.words}'"
    return ""
