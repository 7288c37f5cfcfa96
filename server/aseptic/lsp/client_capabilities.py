"""What a client said that it can do with the actions that it is offered."""

from __future__ import annotations

from lsprotocol import types

from aseptic.lsp.server import Server


def takes_document_changes(server: Server) -> bool:
    """Whether it takes edits that name the version they are for."""
    workspace = server.client_capabilities.workspace
    edit = workspace.workspace_edit if workspace else None
    return bool(edit and edit.document_changes)


def asks_before_changes(server: Server) -> bool:
    """Whether it asks the person before it makes an edit that an action says needs that."""
    workspace, action = server.client_capabilities.workspace, _action(server)
    edit = workspace.workspace_edit if workspace else None
    annotated = edit and edit.change_annotation_support is not None and edit.document_changes
    return bool(annotated and action and action.honors_change_annotations)


def makes_edits(server: Server) -> bool:
    """Whether it makes an edit that it is asked to make."""
    workspace = server.client_capabilities.workspace
    return bool(workspace and workspace.apply_edit)


def takes_actions(server: Server) -> bool:
    """Whether it knows actions; one from before them knows commands alone."""
    action = _action(server)
    return bool(action and action.code_action_literal_support)


def resolves_edits(server: Server) -> bool:
    """Whether it asks for an action's edit when the action was chosen, by the data that came with it."""
    action = _action(server)
    if not action or not action.data_support or not action.resolve_support:
        return False
    return "edit" in action.resolve_support.properties


def shows_disabled(server: Server) -> bool:
    """Whether it shows an action that cannot be taken, with the reason."""
    action = _action(server)
    return bool(action and action.disabled_support) and takes_actions(server)


def takes_markdown(server: Server) -> bool:
    """Whether it shows a hover's Markdown."""
    text = server.client_capabilities.text_document
    hover = text.hover if text else None
    return bool(hover and types.MarkupKind.Markdown in (hover.content_format or ()))


def takes_nested_symbols(server: Server) -> bool:
    """Whether a document's symbols may be more than one flat list."""
    text = server.client_capabilities.text_document
    symbol = text.document_symbol if text else None
    return bool(symbol and symbol.hierarchical_document_symbol_support)


def takes_related(server: Server) -> bool:
    """Whether it shows the places that belong to a diagnostic."""
    text = server.client_capabilities.text_document
    published = text.publish_diagnostics if text else None
    return bool(published and published.related_information)


def _action(server: Server) -> types.CodeActionClientCapabilities | None:
    text = server.client_capabilities.text_document
    return text.code_action if text else None
