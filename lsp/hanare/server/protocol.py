"""JSON-RPC as pygls speaks it, with every request answered exactly once.

pygls 2.1 leaves requests without an answer after `shutdown`, when their parameters cannot be
decoded and when a nested key is called `jsonrpc`; answers others before `initialize`; puts
tracebacks into answers; and keeps a future for every notification it ever received. So the
way of a message from the transport to its handler is ours; the handlers that pygls brings
(initialize, document synchronisation, progress) and its sending side are used as they are.
"""

from __future__ import annotations

import asyncio
import contextvars
import inspect
import json
import logging
import uuid
from collections.abc import Callable, Generator
from dataclasses import dataclass
from enum import Enum
from functools import partial
from typing import Any

from lsprotocol import types
from pygls import exceptions as rpc
from pygls.protocol import LanguageServerProtocol, lsp_method
from pygls.protocol.json_rpc import (
    JsonRPCNotification,
    JsonRPCRequestMessage,
    JsonRPCResponseMessage,
    MsgId,
)

from hanare.errors import HanareError
from hanare.server import messages
from hanare.server.log import defect
from hanare.server.workspace import SyncedWorkspace
from hanare.wording import Tellable, said

log = logging.getLogger(__name__)

Message = dict[str, Any]
_work_done_token: contextvars.ContextVar[types.ProgressToken | None] = contextvars.ContextVar(
    "work_done_token", default=None
)


@dataclass(frozen=True, slots=True)
class Encoded:
    """A result that is JSON already: it is so large that encoding it would hold the event loop."""

    text: str


class Phase(Enum):
    """How far the session is; only its middle serves ordinary requests."""

    NEW = "new"
    RUNNING = "running"
    SHUT_DOWN = "shut down"


class HanareProtocol(LanguageServerProtocol):
    """Decodes, routes and answers the messages of one client."""

    def __init__(self, server: Any, converter: Any) -> None:
        super().__init__(server, converter)
        messages.register(converter)
        self._worded: Callable[[Tellable], str] = server.worded
        self.phase = Phase.NEW
        self.exited = asyncio.Event()
        """Set when the client has sent `exit`."""
        self._unanswered: set[MsgId] = set()

    @property
    def work_done_token(self) -> types.ProgressToken | None:
        """The token under which the client wants to see the work of the request being handled.

        pygls hands a command's arguments to its handler, and nothing else of the request.
        """
        return _work_done_token.get()

    def begin(self, workspace: SyncedWorkspace) -> None:
        """Serve requests from now on, and synchronise documents into `workspace`.

        pygls makes a workspace of its own in `initialize` and has no way to replace it.
        """
        self._workspace = workspace
        self.phase = Phase.RUNNING

    # --- from the client ---

    def receive(self, body: bytes) -> None:
        """Handle one message from the transport; whatever it is, this does not raise."""
        try:
            message = json.loads(body)
        except (ValueError, RecursionError):
            log.warning("a message of %d bytes is not JSON", len(body))
            self._refuse(None, rpc.JsonRpcParseError())
            return
        try:
            self.handle_message(message)
        except Exception as failure:  # noqa: BLE001 - one message must not end the session
            defect(log, "a message could not be handled", failure)

    def handle_message(self, message: Any) -> None:
        """Route one JSON value.

        It is decoded here as a whole. pygls takes every nested object with a `jsonrpc` key for
        a message of its own.
        """
        if not isinstance(message, dict) or message.get("jsonrpc") != self.VERSION:
            self._refuse(_id_of(message), rpc.JsonRpcInvalidRequest())
            return
        method = message.get("method")
        # Each handler runs in a context of its own: pygls keeps the request's id there.
        context = contextvars.copy_context()
        if method is None and ("error" in message or _id_of(message) is not None):
            context.run(self._on_response, message)
        elif not isinstance(method, str):
            self._refuse(_id_of(message), rpc.JsonRpcInvalidRequest())
        elif "id" in message:
            context.run(self._on_request, method, message)
        else:
            context.run(self._on_notification, method, message)

    def _on_request(self, method: str, message: Message) -> None:
        msg_id = _id_of(message)
        if msg_id is None or msg_id in self._unanswered:
            self._refuse(None, rpc.JsonRpcInvalidRequest("A request needs an id of its own"))
            return
        try:
            handler = self._route(method)
            request = self._decode(message, self._type_of(method) or JsonRPCRequestMessage)
        except rpc.JsonRpcException as refusal:
            log.warning("request %r refused: %s", msg_id, type(refusal).__name__)
            self._refuse(msg_id, refusal)
            return
        if method == types.SHUTDOWN:
            self.phase = Phase.SHUT_DOWN
        self._unanswered.add(msg_id)
        self._ctx_msg_id.set(msg_id)
        _work_done_token.set(getattr(request.params, "work_done_token", None))
        self._execute_handler(
            msg_id,
            handler,
            callback=partial(self._send_handler_result, msg_id=msg_id),
            args=(request.params,),
        )

    def _on_notification(self, method: str, message: Message) -> None:
        if method == types.EXIT:
            self.exited.set()
            return
        if self.phase is not Phase.RUNNING:
            return
        try:
            handler = None if method == types.CANCEL_REQUEST else self._get_handler(method)
            notification = self._decode(message, self._type_of(method) or JsonRPCNotification)
        except rpc.JsonRpcMethodNotFound:
            return  # LSP: notifications that a server does not know are ignored
        except rpc.JsonRpcException:
            log.warning("a notification's parameters could not be decoded")
            return
        if handler is None:
            self._cancel(notification.params.id)
            return
        key = str(uuid.uuid4())
        self._execute_handler(
            key,
            handler,
            callback=partial(self._after_notification, key),
            args=(notification.params,),
        )

    def _on_response(self, message: Message) -> None:
        """Resolve a request of ours; one that was cancelled meanwhile stays cancelled."""
        msg_id = _id_of(message)
        if msg_id is None:
            log.warning("the client could not read a message")
            return
        future = self._request_futures.pop(msg_id, None)
        result_type = self._result_types.pop(msg_id, None)
        if future is None or future.done():
            return
        if "error" in message:
            error = self._try_decode(message, types.ResponseErrorMessage)
            failure = error and error.error and rpc.JsonRpcException.from_error(error.error)
            future.set_exception(failure or rpc.JsonRpcInternalError("undecodable error"))
            return
        response = self._try_decode(message, result_type or JsonRPCResponseMessage)
        if response is None:
            future.set_exception(rpc.JsonRpcInternalError("undecodable result"))
        else:
            future.set_result(response.result)

    def _cancel(self, msg_id: MsgId) -> None:
        """Cancel a request of the client's; its answer is still sent, and only once."""
        if msg_id in self._unanswered and (future := self._request_futures.get(msg_id)):
            future.cancel()

    def _route(self, method: str) -> Any:
        """Return the handler of a request.

        Raises:
            JsonRpcException: the request is out of order, or its method is unknown.
        """
        if self.phase is Phase.SHUT_DOWN:
            raise rpc.JsonRpcInvalidRequest("The server is shutting down")
        if self.phase is Phase.NEW and method != types.INITIALIZE:
            raise rpc.JsonRpcServerNotInitialized("The first request must be initialize")
        if self.phase is Phase.RUNNING and method == types.INITIALIZE:
            raise rpc.JsonRpcInvalidRequest("The server is initialized already")
        return self._get_handler(method)

    def _type_of(self, method: str) -> Any | None:
        """Return the type of a method's messages; None if neither LSP nor we know it."""
        return messages.TYPES.get(method) or self.get_message_type(method)

    def _decode(self, message: Message, message_type: Any) -> Any:
        """Return `message` as `message_type`.

        Raises:
            JsonRpcInvalidParams: it does not fit.
        """
        # Parameters may be left out; pygls' types for custom methods want them all the same.
        decoded = self._try_decode({"params": None} | message, message_type)
        if decoded is None:
            raise rpc.JsonRpcInvalidParams
        return decoded

    def _try_decode(self, message: Message, message_type: Any) -> Any | None:
        try:
            return self._converter.structure(message, message_type)
        except Exception as failure:  # noqa: BLE001 - cattrs raises what the types' hooks raise
            # Not the failure itself: it quotes the message, which may hold source text.
            log.debug("undecodable message: %s", type(failure).__name__)
            return None

    # --- to the client ---

    def _send_handler_result(self, future: Any, *, msg_id: MsgId) -> None:
        """Answer request `msg_id`; pygls calls this once its handler has ended."""
        self._request_futures.pop(msg_id, None)
        self._unanswered.discard(msg_id)
        if future.cancelled():
            self._refuse(msg_id, rpc.JsonRpcRequestCancelled())
        elif (failure := future.exception()) is not None:
            self._refuse(msg_id, _as_answer(failure, self._worded))
        else:
            try:
                self._answer(msg_id, future.result())
            except (TypeError, ValueError) as unserialisable:
                self._refuse(msg_id, _as_answer(unserialisable, self._worded))

    def _answer(self, msg_id: MsgId, result: Any) -> None:
        if isinstance(result, Encoded):
            head = json.dumps({"jsonrpc": self.VERSION, "id": msg_id}).removesuffix("}")
            self._write(f'{head},"result":{result.text}}}'.encode())
        else:
            self._send_response(msg_id, result)

    def _after_notification(self, key: str, future: Any) -> None:
        self._request_futures.pop(key, None)
        if not future.cancelled() and (failure := future.exception()) is not None:
            defect(log, "a notification's handler failed", failure)

    def _refuse(self, msg_id: MsgId | None, refusal: rpc.JsonRpcException) -> None:
        error = {"code": refusal.code, "message": refusal.message}
        # JSON-RPC wants the id even when it is null; lsprotocol's type leaves null out.
        self._send_data({"jsonrpc": self.VERSION, "id": msg_id, "error": error})

    def _send_data(self, data: Any) -> None:
        """Write one message. Unlike pygls', this does not log it: it may hold source text."""
        text = json.dumps(data, default=self._serialize_message, separators=(",", ":"))
        self._write(text.encode())

    def _write(self, body: bytes) -> None:
        if self.writer is not None:
            self.writer.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))

    @lsp_method(types.INITIALIZE)
    def lsp_initialize(
        self, params: types.InitializeParams
    ) -> Generator[Any, Any, types.InitializeResult]:
        """Let pygls answer, and say what it has no option for: commands show their work."""
        result = yield from super().lsp_initialize(params)
        if (commands := result.capabilities.execute_command_provider) is not None:
            commands.work_done_progress = True
        return result

    @lsp_method(types.WORKSPACE_EXECUTE_COMMAND)
    async def lsp_workspace__execute_command(  # type: ignore[override]  # pygls takes both kinds
        self, params: types.ExecuteCommandParams
    ) -> Any:
        """Run a command in the task of its request.

        pygls runs it beside, where cancelling the request does not reach it, and a command that is
        cancelled otherwise leaves the request without an answer.
        """
        handler, args, named = next(super().lsp_workspace__execute_command(params))
        result = handler(*args, **named)
        return await result if inspect.isawaitable(result) else result

    @lsp_method(types.SHUTDOWN)
    def lsp_shutdown(self, *args: Any) -> Generator[Any, Any, None]:
        """Cancel the requests in progress, then let the server close what it has open."""
        for msg_id in self._unanswered - {self.msg_id}:
            self._cancel(msg_id)
        if handler := self.fm.features.get(types.SHUTDOWN):
            yield handler, args, None


def _id_of(message: Any) -> MsgId | None:
    """Return a message's id if it has one that JSON-RPC allows."""
    msg_id = message.get("id") if isinstance(message, dict) else None
    return msg_id if isinstance(msg_id, str | int) else None


def _as_answer(failure: BaseException, worded: Callable[[Tellable], str]) -> rpc.JsonRpcException:
    """Return what the client is told; a defect's traceback belongs into the log."""
    if isinstance(failure, rpc.JsonRpcException):
        return rpc.JsonRpcException(failure.message, failure.code)
    if isinstance(failure, HanareError):
        return rpc.JsonRpcException(worded(failure), types.LSPErrorCodes.RequestFailed)
    defect(log, "a request's handler failed", failure)
    words = said("Internal error; the server's log says more")
    return rpc.JsonRpcInternalError(worded(words))
