"""The protocol's own duties: every request is answered, and no document's text is kept twice."""

# pygls' own handlers are generators, ours plain functions: it runs both.
# pyright: reportIncompatibleMethodOverride=false

from __future__ import annotations

import asyncio
import inspect
import json
import logging
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import Future
from typing import Any, TypeGuard, TypeVar, cast

from lsprotocol import types
from pygls.protocol import LanguageServerProtocol, lsp_method

from aseptic.lsp.wire.lenient_initialize import salvaged
from aseptic.records.ground import Ground

_LOG = logging.getLogger(__name__)
PARSE_ERROR = -32700
INVALID_REQUEST = -32600
INVALID_PARAMS = -32602
NOT_INITIALIZED = -32002
REQUEST_CANCELLED = -32800
OURS = "aseptic/"
"""What the methods begin with that are no part of the protocol."""
OUT_OF_STEP = f"{OURS}outOfStep"
"""What `sync` is told when a change could not be read: from then on our text is not the client's."""
_CHANGES = (types.TEXT_DOCUMENT_DID_CHANGE, types.NOTEBOOK_DOCUMENT_DID_CHANGE)
T = TypeVar("T")


class Protocol(LanguageServerProtocol):
    """pygls' protocol, with document sync handed to us: its own keeps and rebuilds a second copy of each text."""

    stop: Callable[[int], None]
    """Ends the server with an exit status."""
    watch: Callable[[int], None]
    """Ends the server when the client's process ends, whose number it takes."""
    sync: Callable[[str, Any], None]
    """Takes document and notebook notifications: method and parameters."""

    heard: float = 0.0
    """When the last message was done with, by `time.monotonic`."""

    @property
    def shut_down(self) -> bool:
        """Whether the client asked for a shutdown."""
        return self._shutdown

    def structure(self, value: Any, kind: type[T]) -> T:
        """Make one of the protocol's types from plain values."""
        return self._converter.structure(value, kind)

    def plain(self, value: Any) -> Any:
        """Make plain values from one of the protocol's types."""
        return self._converter.unstructure(value)

    def meet(self, kind: type) -> None:
        """Have written what reads and writes a type, and the types that it is made of."""
        self._converter.get_structure_hook(kind)
        self._converter.get_unstructure_hook(kind)

    def receive(self, message: dict[str, Any]) -> None:
        """Take one message; a request that cannot be read, or comes at a wrong time, is answered with an error."""
        if "method" in message:  # then it is no answer, whatever else it holds
            message = {key: value for key, value in message.items() if key not in ("result", "error")}
        method = message.get("method", "a response")
        if str(method).startswith(OURS):
            message = {"params": None, **message}  # many clients leave out what they have nothing to say in
        asks = "id" in message and "method" in message
        asks = asks and not (message["id"] is None and self._notifies(method))
        if asks and not is_id(message["id"]):
            self.refuse(None, INVALID_REQUEST, "a request's id is a number or a text")
            return
        code, why = self._untimely(message)
        if code:
            if asks:
                self.refuse(message["id"], code, why)
            else:
                _LOG.warning("%s was not looked at: %s", method, why)
            return
        try:
            structured: Any = self.structure_message(message)
        except Exception as error:  # whatever it holds, the client must not wait for ever
            _LOG.warning("%s could not be read: %s", method, type(error).__name__)
            rest = salvaged(message.get("params"), self.structure) if method == types.INITIALIZE else None
            if rest is None:
                self._unreadable(message)
                return
            structured = self.structure_message({**message, "params": rest})
        self.handle_message(structured)
        if method == types.INITIALIZE and self._server.process_id is not None:
            self.watch(self._server.process_id)

    def _unreadable(self, message: dict[str, Any]) -> None:
        """Do for a message that cannot be structured what can be done."""
        method = message.get("method")
        if "method" not in message:
            waiting = self._request_futures.pop(message["id"], None) if is_id(message.get("id")) else None
            if waiting is not None and not waiting.done():
                waiting.set_exception(ValueError("the answer could not be read"))
        elif "id" in message:
            self.refuse(message["id"], INVALID_PARAMS, f"the parameters of {method} could not be read")
        elif method in _CHANGES:
            self.sync(OUT_OF_STEP, message.get("params"))

    def _untimely(self, message: dict[str, Any]) -> tuple[int, str]:
        """Return why a message is not to be looked at now; 0 where it is."""
        method = message.get("method")
        if method == types.CANCEL_REQUEST and not is_id(_id_in(message.get("params"))):
            return INVALID_REQUEST, "what is cancelled is named by a number or a text"
        if message.get("jsonrpc") != self.VERSION:
            return INVALID_REQUEST, f"a message of JSON-RPC {self.VERSION} says so"
        if method is None or method == types.EXIT:
            return 0, ""
        if self._shutdown:
            return INVALID_REQUEST, "the server was shut down"
        if self._workspace is None and method != types.INITIALIZE:
            return NOT_INITIALIZED, "the first request is initialize"
        if self._workspace is not None and method == types.INITIALIZE:
            return INVALID_REQUEST, "the server is initialized already"
        return 0, ""

    def _notifies(self, method: Any) -> bool:
        """Whether nobody waits for an answer to a method: some send such a message with an id of null."""
        kind = self.get_message_type(method) if isinstance(method, str) else None
        return kind is not None and "id" not in getattr(kind, "__annotations__", {})

    def refuse(self, identity: int | str | None, code: int, text: str) -> None:
        """Answer a request with an error; one whose id nobody can read is answered as None's."""
        error = {"code": code, "message": text}
        self._send_data({"jsonrpc": self.VERSION, "id": identity, "error": error})  # lsprotocol omits an id of None

    def ask(
        self,
        method: str,
        params: Any,
        then: Callable[[Any], object] = lambda _: None,
        refused: Callable[[], object] = lambda: None,
    ) -> None:
        """Ask the client something; `then` takes the answer, which may never come."""

        def answered(future: Future[Any]) -> None:
            if future.cancelled():
                return
            error = future.exception()
            if error is not None:
                _LOG.info("the client did not answer %s: %s", method, type(error).__name__)
                refused()
            else:
                then(future.result())

        self.send_request(method, params).add_done_callback(answered)

    def _handle_response(self, msg_id: Any, result: Any = None, error: types.ResponseError | None = None) -> None:
        """Take an answer, unless nobody waits for it any more: a cancelled question must not raise."""
        waiting = self._request_futures.get(msg_id) if is_id(msg_id) else None
        if waiting is not None and not waiting.done():
            super()._handle_response(msg_id, result, error)

    def _execute_handler(
        self,
        msg_id: Any,
        handler: Callable[..., Any],
        callback: Callable[[Any], None],
        args: tuple[Any, ...] | None = None,
        kwargs: dict[str, Any] | None = None,
    ) -> None:
        """Run a handler; one that returns something to wait for was given its first step at once, in its place.

        So an answer that takes long begins from the text as it was when it was asked for, and lets others pass.
        """
        if inspect.isgeneratorfunction(handler):
            super()._execute_handler(msg_id, handler, callback, args, kwargs)
            return
        future: Any = Future[Any]()
        try:
            result = handler(*(args or ()), **(kwargs or {}))
        except Exception as error:
            future.set_exception(error)
        else:
            if inspect.isawaitable(result):
                future = asyncio.ensure_future(result)
                self._request_futures[msg_id] = future
            else:
                future.set_result(result)
        future.add_done_callback(callback)

    def write(self, body: str) -> None:
        """Send a message that is JSON already."""
        self.write_parts((body.encode("utf-8", "surrogatepass"),))

    def write_parts(self, body: Sequence[bytes]) -> None:
        """Send a message in parts, put together here; without anybody to read it there is nothing left to serve."""
        if self.writer is None:
            return
        try:
            self.writer.write(b"".join((b"Content-Length: %d\r\n\r\n" % sum(map(len, body)), *body)))
        except OSError:
            self.stop(1)

    @lsp_method(types.INITIALIZE)
    def lsp_initialize(self, params: types.InitializeParams) -> Generator[Any, Any, types.InitializeResult]:
        """Agree, and tell what an editor asks people before it records a deviation."""
        result = yield from super().lsp_initialize(params)
        result.capabilities.experimental = {
            "asepticGrounds": [{"id": each.value, "says": each.words} for each in Ground]
        }
        return result

    @lsp_method(types.WORKSPACE_EXECUTE_COMMAND)
    def lsp_workspace__execute_command(self, params: types.ExecuteCommandParams) -> Any:
        """Run a command as any request is: pygls keeps what it waits for apart, where no cancellation reaches it."""
        handler, args, kwargs = next(super().lsp_workspace__execute_command(params))
        return handler(*args, **(kwargs or {}))

    @lsp_method(types.EXIT)
    def lsp_exit(self, *_: Any) -> None:
        """End the process: 0 after a shutdown, else 1, as the protocol wants it."""
        self.stop(0 if self._shutdown else 1)

    @lsp_method(types.TEXT_DOCUMENT_DID_OPEN)
    def lsp_text_document__did_open(self, params: types.DidOpenTextDocumentParams) -> None:
        """Take a document in."""
        self.sync(types.TEXT_DOCUMENT_DID_OPEN, params)

    @lsp_method(types.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(self, params: types.DidChangeTextDocumentParams) -> None:
        """Take an edit in."""
        self.sync(types.TEXT_DOCUMENT_DID_CHANGE, params)

    @lsp_method(types.TEXT_DOCUMENT_DID_CLOSE)
    def lsp_text_document__did_close(self, params: types.DidCloseTextDocumentParams) -> None:
        """Let a document go."""
        self.sync(types.TEXT_DOCUMENT_DID_CLOSE, params)

    @lsp_method(types.NOTEBOOK_DOCUMENT_DID_OPEN)
    def lsp_notebook_document__did_open(self, params: types.DidOpenNotebookDocumentParams) -> None:
        """Take a notebook in."""
        self.sync(types.NOTEBOOK_DOCUMENT_DID_OPEN, params)

    @lsp_method(types.NOTEBOOK_DOCUMENT_DID_CHANGE)
    def lsp_notebook_document__did_change(self, params: types.DidChangeNotebookDocumentParams) -> None:
        """Take a change of a notebook in."""
        self.sync(types.NOTEBOOK_DOCUMENT_DID_CHANGE, params)

    @lsp_method(types.NOTEBOOK_DOCUMENT_DID_CLOSE)
    def lsp_notebook_document__did_close(self, params: types.DidCloseNotebookDocumentParams) -> None:
        """Let a notebook go."""
        self.sync(types.NOTEBOOK_DOCUMENT_DID_CLOSE, params)

    def _send_data(self, data: Any) -> None:
        """Send without writing the body to the log: source text may hold patients' data."""
        if data:
            self.write(json.dumps(data, default=self._serialize_message))


def _id_in(params: Any) -> Any:
    return cast("dict[str, Any]", params).get("id") if isinstance(params, dict) else None


def is_id(value: Any) -> TypeGuard[int | str]:
    """Say whether a value can name a request."""
    return isinstance(value, int | str) and not isinstance(value, bool)
