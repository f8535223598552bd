"""Reading data without running it: YAML, NumPy, PyTorch, `eval`."""

from __future__ import annotations

from hanare.analysis.finding import Fix
from hanare.analysis.fixes.code import Site, fix, replaced
from hanare.analysis.fixes.imports import referred, renamed
from hanare.wording import said

_SAFE = {
    "load": "safe_load",
    "full_load": "safe_load",
    "unsafe_load": "safe_load",
    "load_all": "safe_load_all",
    "full_load_all": "safe_load_all",
    "unsafe_load_all": "safe_load_all",
}
_LOADERS = frozenset(
    f"yaml.{prefix}{name}"
    for name in ("Loader", "FullLoader", "UnsafeLoader")
    for prefix in ("", "C")
)
# What is computed, or certainly more than a literal, is not read by literal_eval either.
_CODE = ("string", "concatenated_string", "binary_operator", "lambda", "generator_expression")


def yaml_safe(site: Site) -> Fix | None:
    """Load only plain data. A loader of the program's own is its own business."""
    call = site.call
    module, _, name = site.called.rpartition(".")
    if call is None or module != "yaml" or name not in _SAFE or call.spreads:
        return None
    loader = call.named.get("Loader") or (call.positional[1] if len(call.positional) > 1 else None)
    edits = []
    if loader is not None:
        if site.name(loader.field("value") or loader) not in _LOADERS:
            return None
        edits.append(call.without(loader))
    safe = renamed(site, call.function, _SAFE[name])
    if safe is None:
        return None
    return fix(said("Use {text}", text=safe.text), *safe.edits, *edits)


def torch_weights(site: Site) -> Fix | None:
    """Load tensors only, not whatever else a pickle holds."""
    call = site.call
    if call is None or site.called not in ("torch.load", "torch.serialization.load"):
        return None
    title = said("Load weights only (weights_only=True)")
    value = call.value("weights_only")
    if value is not None:
        return fix(title, replaced(value, "True")) if value.kind in ("false", "none") else None
    return None if call.spreads else fix(title, call.with_argument("weights_only=True"))


def literal_eval(site: Site) -> Fix | None:
    """Evaluate literals only, where the text to evaluate comes from elsewhere."""
    call = site.call
    if call is None or site.called != "eval" or len(call.values) != 1:
        return None
    (argument,) = call.values
    if argument.kind in _CODE or argument.kind == "keyword_argument" or call.spreads:
        return None
    if argument.kind == "call" and site.name(argument.field("function") or argument) == "compile":
        return None
    safe = referred(site, call.function, "ast.literal_eval")
    if safe is None:
        return None
    return fix(
        said("Use {text} (reads literals only)", text=safe.text),
        *safe.edits,
    )
