"""What is wrong with a value, as a person is told it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from pydantic_core import ErrorDetails

from hanare.wording import Said, said, verbatim

_KINDS: Mapping[str, Said] = MappingProxyType(
    {
        "bool": said("must be true or false"),
        "int": said("must be a whole number"),
        "float": said("must be a number"),
        "string": said("must be a text"),
        "path": said("must be a path"),
        "tuple": said("must be a list"),
        "dict": said("must be a table"),
        "model": said("must be a table"),
    }
)
"""By how the names of pydantic's error types begin."""


def complaint(error: ErrorDetails) -> Said:
    """Return in a few words what pydantic has against a value."""
    context = error.get("ctx", {})
    match error["type"]:
        case "greater_than_equal":
            return said("must be at least {least}", least=context["ge"])
        case "greater_than":
            return said("must be more than {bound}", bound=context["gt"])
        case "less_than_equal":
            return said("must be at most {most}", most=context["le"])
        case "literal_error":
            return said("must be one of {names}", names=context["expected"].replace(" or ", ", "))
        case "value_error":
            return verbatim(context["error"].args[0])
    known = _KINDS.get(error["type"].partition("_")[0])
    return known if known is not None else verbatim(error["msg"])
