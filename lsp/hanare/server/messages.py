"""The parameters of Hanare's own methods, checked on arrival like those of LSP.

Without a type of its own, pygls hands a method's parameters to its handler as they are.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Generic, TypeVar

from lsprotocol import types
from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

DID_MOVE_CURSOR = "hanare/didMoveCursor"
DID_SHOW = "hanare/didShow"
DID_PARTIALLY_ACCEPT = "hanare/didPartiallyAccept"
LAST_REASON = "hanare/lastReason"

P = TypeVar("P")


class _Params(BaseModel):
    """Keys are camel case, as in LSP; unknown ones are ignored."""

    model_config = ConfigDict(frozen=True, alias_generator=to_camel)


class DidShowParams(_Params):
    """A suggestion is on the screen."""

    id: str


class DidPartiallyAcceptParams(_Params):
    """The beginning of a suggestion was accepted."""

    id: str
    accepted_length: int = Field(ge=0)
    """Client units from the beginning of `insertText`, those accepted before included."""


class Document(_Params):
    """A document, by its URI."""

    uri: str


class LastReasonParams(_Params):
    """Which document's last request is asked about; without one, the last of all."""

    text_document: Document | None = None


@dataclass(frozen=True, slots=True)
class Message(Generic[P]):
    """What of a JSON-RPC message a handler gets."""

    params: P


TYPES: Mapping[str, Any] = MappingProxyType(
    {
        DID_MOVE_CURSOR: Message[types.TextDocumentPositionParams],
        DID_SHOW: Message[DidShowParams],
        DID_PARTIALLY_ACCEPT: Message[DidPartiallyAcceptParams],
        LAST_REASON: Message[LastReasonParams | None],
    }
)


def register(converter: Any) -> None:
    """Teach pygls' cattrs converter to structure these parameters."""
    converter.register_structure_hook_func(
        lambda kind: isinstance(kind, type) and issubclass(kind, BaseModel),
        lambda value, kind: kind.model_validate(value),
    )
