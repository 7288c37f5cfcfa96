"""`aseptic/rules`: the rules of a project's standard, for clients that let people choose one."""

from __future__ import annotations

from typing import Any, cast

from aseptic.feedback.problems import rule_address
from aseptic.lsp.server import Server
from aseptic.lsp.shown import refresh


def rules(server: Server, params: Any) -> dict[str, Any]:
    """Answer the rules of the project of `uri`, a file or folder; without it of the first workspace folder's."""
    refresh(server)
    address = cast("dict[str, Any]", params).get("uri") if isinstance(params, dict) else None
    project = server.session.project(server.path(address) if isinstance(address, str) else server.home)
    standard = project.standard
    return {
        "standard": project.tailoring.standard or standard.head.standard,
        "digest": standard.digest,
        "rules": [
            {
                "id": each.id,
                "title": each.title,
                "severity": each.severity.value,
                "category": each.heading.category.value,
                "enforced": each.heading.enforced.value,
                "page": server.addresses.address((project.root / each.path).absolute()),
                "href": rule_address(project, each),
            }
            for each in sorted(standard.rules.values(), key=lambda rule: rule.id)
        ],
    }
