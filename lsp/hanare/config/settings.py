"""What can be set, and what a project's files may set of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from hanare.wording import said

SECRET_FILES = (
    ".env", ".env.*", "*.env", ".envrc",
    "*.pem", "*.key", "*.p12", "*.pfx", "*.ppk", "*.jks", "*.keystore", "*.kdbx", "*.ovpn",
    "*.gpg", "*.asc", "id_rsa*", "id_dsa*", "id_ecdsa*", "id_ed25519*",
    ".netrc", "_netrc", ".pgpass", ".htpasswd", ".npmrc", ".pypirc", ".git-credentials",
    "credentials", "credentials.*", "secrets", "secrets.*", "*.secrets.*", "*.tfvars",
    "*.tfstate", "kubeconfig", "*.kubeconfig", ".dockercfg", "service-account*.json",
)  # fmt: skip
"""Names of files that usually hold secrets."""


def _absolute(path: Path) -> Path:
    """Expand `~`; refuse what would depend on the directory the server is started in.

    Editors start it in the workspace, whose files must not become a model or a log.
    """
    with suppress(RuntimeError):  # the home of somebody whom the system does not know
        path = path.expanduser()
    if not path.is_absolute():
        raise ValueError(
            said("must be an absolute path or begin with ~, not {path!r}", path=str(path))
        )
    return path


FilterName = Literal[
    "markers", "trailing-space", "indentation", "scope", "unmatched-closers", "suffix-overlap",
    "duplicate-lines", "echo", "repetition", "unfinished", "syntax", "too-short", "comment-only",
]  # fmt: skip
"""What `hanare.completion.filters.RULES` has."""

AbsolutePath = Annotated[Path, AfterValidator(_absolute)]


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ModelSettings(_Section):
    """Which model writes the suggestions."""

    id: str = Field(default="", description="Model id from the catalogue; empty for its default.")
    path: AbsolutePath | None = Field(
        default=None, description="A GGUF file of your own, used instead of the catalogue's model."
    )
    directory: AbsolutePath | None = Field(
        default=None,
        description="Where model files are kept; unset for the user's cache directory.",
    )


class EngineSettings(_Section):
    """How the model is run."""

    kind: Literal["llama", "scripted"] = Field(
        default="llama",
        description="`llama` runs the model; `scripted` plays answers back, for tests.",
    )
    threads: int | None = Field(
        default=None,
        ge=1,
        le=1024,
        description="Processor threads; unset for as many as cores are free.",
    )
    context_tokens: int | None = Field(
        default=None,
        ge=256,
        description="Context size in tokens; unset to choose by the machine's memory.",
    )
    flash_attention: Literal["auto", "on", "off"] = Field(
        default="auto",
        description="Whether flash attention is used; `auto` leaves it to the engine.",
    )
    idle_unload_minutes: float = Field(
        default=30,
        ge=0,
        description="Free the model's memory after so many idle minutes; 0 for never.",
    )
    script: AbsolutePath | None = Field(
        default=None, description="The scripted engine's answers, a file; for tests."
    )


class CompletionSettings(_Section):
    """What is suggested, and where."""

    enabled: bool = Field(default=True, description="Whether code is completed at all.")
    disabled_languages: tuple[str, ...] = Field(
        default=(), description="LSP language ids that get no suggestions, e.g. `markdown`."
    )
    excluded_files: tuple[str, ...] = Field(
        default=SECRET_FILES,
        description="Glob patterns of files that get no suggestions and whose text is never "
        "read for one, matched against the name and the path; by default what holds secrets.",
    )
    max_tokens: int = Field(default=96, ge=1, le=512, description="Longest suggestion, in tokens.")
    window_characters: int | None = Field(
        default=None,
        ge=400,
        le=20_000,
        description="How much of the file the model sees; unset for what this machine reads "
        "in about two seconds.",
    )
    in_comments: bool = Field(
        default=True, description="Whether comments are completed while typing."
    )
    in_strings: bool = Field(
        default=True, description="Whether the insides of strings are completed while typing."
    )
    most_to_the_right: int = Field(
        default=40,
        ge=0,
        description="With more characters than this between the cursor and the end of its line, "
        "closing brackets not counted, nothing is suggested while typing.",
    )
    blocks: bool = Field(
        default=True, description="Whether several lines are suggested where a block begins."
    )
    alternatives: int = Field(
        default=3, ge=1, le=5, description="Most suggestions to choose from when asked by hand."
    )
    min_confidence: float = Field(
        # Measured: of 220 masked lines in five languages it shows 84 %, of which 65 % are right to
        # the character, instead of 58 % of all (`hanare bench infill`).
        default=0.25,
        ge=0,
        le=1,
        description="While typing, show nothing that the model itself is less sure of; 0 shows "
        "everything.",
    )
    max_file_kilobytes: int = Field(
        default=1024, ge=1, description="Larger files get no suggestions."
    )
    disabled_filters: tuple[FilterName, ...] = Field(
        default=(), description="Names of filters that are not applied, for comparisons."
    )
    as_completion_items: bool = Field(
        default=False,
        description="Offer the suggestion in the completion list where the editor has no inline "
        "completion; read when the editor starts the server.",
    )


class ContextSettings(_Section):
    """What the model is told of other files."""

    other_files: bool = Field(
        default=True,
        description="Whether the workspace's definitions are indexed and shown to the model.",
    )
    max_files: int = Field(default=20_000, ge=1, description="Most files to index in a folder.")
    max_file_kilobytes: int = Field(default=512, ge=1, description="Larger files are not indexed.")


LevelName = Literal["low", "medium", "high"]
"""The names of `hanare.analysis.finding.Level`."""
DisplayLevel = Literal["off", "hint", "information", "warning", "error"]
"""How an editor shows a finding."""


class AnalysisSettings(_Section):
    """What security findings are looked for and shown."""

    enabled: bool = Field(
        default=True, description="Whether the editor shows security findings at all."
    )
    min_severity: LevelName = Field(
        default="low", description="Least severe finding that is reported."
    )
    min_confidence: LevelName = Field(
        default="low", description="Least sure finding that is reported."
    )
    levels: dict[str, DisplayLevel] = Field(
        default={},
        description='How findings of a rule are shown, by its id, e.g. `B101 = "off"`; `off` '
        "also leaves it out of `hanare analyze`.",
    )
    secrets: bool = Field(default=True, description="Whether secrets are looked for.")
    allowed_secrets: tuple[str, ...] = Field(
        default=(),
        description="What is no secret: regular expressions for the whole value, or "
        "`sha256:` and its digest.",
    )
    nosec: bool = Field(
        default=True, description="Whether Bandit's `# nosec` comments suppress findings."
    )
    author: str = Field(
        default="",
        description="Your name in comments that suppress a finding; empty to leave it out.",
    )
    suppress_days: int = Field(
        default=90, ge=1, description="For how many days the code action suppresses a finding."
    )
    max_file_kilobytes: int = Field(
        default=8192, ge=1, description="Larger files are reported as not analysed."
    )
    max_seconds: float = Field(
        default=10, gt=0, description="Most processor time for a file, in seconds."
    )
    max_memory_megabytes: int = Field(
        default=1024, ge=256, description="Most memory of an analysing process."
    )
    processes: int | None = Field(
        default=None,
        ge=1,
        le=256,
        description="How many files `hanare analyze` looks at together; unset for one a core.",
    )


GatePolicy = Literal["off", "flag", "resample", "hide"]
"""What becomes of a suggestion that adds a finding."""


class GateSettings(_Section):
    """What becomes of suggestions that would make the code less secure."""

    high: GatePolicy = Field(
        default="hide",
        description="What becomes of a suggestion that adds a finding of high severity: `hide` it, "
        "`resample` (try once more, then hide), `flag` (show it with a message), or `off`.",
    )
    medium: GatePolicy = Field(
        default="hide", description="The same for findings of medium severity."
    )
    low: GatePolicy = Field(default="off", description="The same for findings of low severity.")
    unscannable: Literal["by-kind", "hide", "show"] = Field(
        default="by-kind",
        description="What becomes of a suggestion that cannot be scanned: `by-kind` hides blocks "
        "and lines that call something, `show` and `hide` do so always.",
    )
    milliseconds: int = Field(
        default=200,
        ge=10,
        le=5_000,
        description="How long scanning a suggestion may take; then it counts as unscannable.",
    )
    record: bool = Field(
        default=True, description="Whether decisions are written to the audit trail."
    )
    record_code: bool = Field(
        default=False, description="Whether the audit trail holds the code of the suggestions."
    )


class ExplainSettings(_Section):
    """How code is explained."""

    language: Literal["auto", "en", "ja"] = Field(
        default="auto",
        description="The language of explanations; `auto` follows the editor or the environment.",
    )
    glossary: tuple[AbsolutePath, ...] = Field(
        default=(),
        description="Files with the words of your house, a line `term: meaning` each; those that "
        "occur in the code are told to the model.",
    )
    style: tuple[AbsolutePath, ...] = Field(
        default=(), description="Files with rules for the model's wording, a line each."
    )


class LogSettings(_Section):
    """What the server writes down; never the text of a document."""

    level: Literal["debug", "info", "warning", "error"] = Field(
        default="warning", description="Least severe message that is logged."
    )
    file: AbsolutePath | None = Field(
        default=None, description="A file to log to, besides standard error."
    )
    max_megabytes: int = Field(
        default=10,
        ge=1,
        le=10_000,
        description="A larger log file is set aside; the last three are kept.",
    )


class CacheSettings(_Section):
    """How much is kept that can be made again."""

    max_megabytes: int = Field(
        default=1024,
        ge=16,
        description="How much the indexes and the results of analyses may take in the cache; the "
        "oldest go first. Models do not count.",
    )


class NetworkSettings(_Section):
    """What may be connected to."""

    offline: bool = Field(
        default=True,
        description="Whether connections to other machines are refused, in Hanare and in all that "
        "it starts. Read once, from your settings file and the environment: an editor's settings "
        "come too late.",
    )


class Settings(_Section):
    """Everything that can be set. Replaced as a whole, never changed."""

    model: ModelSettings = Field(default=ModelSettings(), description="Which model is used.")
    engine: EngineSettings = Field(default=EngineSettings(), description="How the model is run.")
    completion: CompletionSettings = Field(
        default=CompletionSettings(), description="What is suggested, and where."
    )
    context: ContextSettings = Field(
        default=ContextSettings(), description="What the model is told of other files."
    )
    analysis: AnalysisSettings = Field(
        default=AnalysisSettings(),
        description="What security findings are looked for and shown.",
    )
    gate: GateSettings = Field(
        default=GateSettings(),
        description="What becomes of suggestions that would make the code less secure.",
    )
    explain: ExplainSettings = Field(
        default=ExplainSettings(), description="How code is explained."
    )
    log: LogSettings = Field(default=LogSettings(), description="What is logged.")
    cache: CacheSettings = Field(
        default=CacheSettings(), description="How much is kept that can be made again."
    )
    network: NetworkSettings = Field(
        default=NetworkSettings(), description="What may be connected to."
    )


class ProjectRule(StrEnum):
    """What a project's own files may do with a setting."""

    OPEN = "open"
    """They may set it."""
    ADD_ONLY = "add-only"
    """They may add to the list, never take away from it."""
    OFF_ONLY = "off-only"
    """They may switch it off, never on."""
    RESTRICTED = "restricted"
    """They may not set it: it chooses files, executables or the machine's resources."""


PROJECT_RULES: Mapping[str, ProjectRule] = MappingProxyType(
    {
        "model.id": ProjectRule.RESTRICTED,
        "model.path": ProjectRule.RESTRICTED,
        "model.directory": ProjectRule.RESTRICTED,
        "engine.kind": ProjectRule.RESTRICTED,
        "engine.threads": ProjectRule.RESTRICTED,
        "engine.context_tokens": ProjectRule.RESTRICTED,
        "engine.flash_attention": ProjectRule.RESTRICTED,
        "engine.idle_unload_minutes": ProjectRule.RESTRICTED,
        "engine.script": ProjectRule.RESTRICTED,
        "completion.enabled": ProjectRule.OFF_ONLY,
        "completion.disabled_languages": ProjectRule.ADD_ONLY,
        "completion.excluded_files": ProjectRule.ADD_ONLY,
        "completion.max_tokens": ProjectRule.OPEN,
        "completion.window_characters": ProjectRule.RESTRICTED,
        "completion.in_comments": ProjectRule.OPEN,
        "completion.in_strings": ProjectRule.OPEN,
        "completion.most_to_the_right": ProjectRule.OPEN,
        "completion.blocks": ProjectRule.OPEN,
        "completion.alternatives": ProjectRule.OPEN,
        "completion.min_confidence": ProjectRule.OPEN,
        "completion.max_file_kilobytes": ProjectRule.RESTRICTED,
        "completion.disabled_filters": ProjectRule.RESTRICTED,
        "completion.as_completion_items": ProjectRule.OPEN,
        "context.other_files": ProjectRule.OFF_ONLY,
        "context.max_files": ProjectRule.RESTRICTED,
        "context.max_file_kilobytes": ProjectRule.RESTRICTED,
        "analysis.enabled": ProjectRule.RESTRICTED,
        "analysis.min_severity": ProjectRule.RESTRICTED,
        "analysis.min_confidence": ProjectRule.RESTRICTED,
        "analysis.levels": ProjectRule.RESTRICTED,
        "analysis.secrets": ProjectRule.RESTRICTED,
        "analysis.allowed_secrets": ProjectRule.RESTRICTED,
        "analysis.nosec": ProjectRule.RESTRICTED,
        "analysis.author": ProjectRule.RESTRICTED,
        "analysis.suppress_days": ProjectRule.RESTRICTED,
        "analysis.max_file_kilobytes": ProjectRule.RESTRICTED,
        "analysis.max_seconds": ProjectRule.RESTRICTED,
        "analysis.max_memory_megabytes": ProjectRule.RESTRICTED,
        "analysis.processes": ProjectRule.RESTRICTED,
        "gate.high": ProjectRule.RESTRICTED,
        "gate.medium": ProjectRule.RESTRICTED,
        "gate.low": ProjectRule.RESTRICTED,
        "gate.unscannable": ProjectRule.RESTRICTED,
        "gate.milliseconds": ProjectRule.RESTRICTED,
        "gate.record": ProjectRule.RESTRICTED,
        "gate.record_code": ProjectRule.RESTRICTED,
        "explain.language": ProjectRule.OPEN,
        "explain.glossary": ProjectRule.RESTRICTED,
        "explain.style": ProjectRule.RESTRICTED,
        "log.level": ProjectRule.RESTRICTED,
        "log.file": ProjectRule.RESTRICTED,
        "log.max_megabytes": ProjectRule.RESTRICTED,
        "cache.max_megabytes": ProjectRule.RESTRICTED,
        "network.offline": ProjectRule.RESTRICTED,
    }
)
"""The rule for every setting; a setting without one does not pass the tests."""

NOT_FROM_EDITORS = frozenset(("network.offline",))
"""Settings that hold before there is a client, and until the end. Editors do not offer them."""


def setting_keys(model: type[BaseModel] = Settings, prefix: str = "") -> Iterator[str]:
    """Yield every setting's dotted key, e.g. `completion.max_tokens`."""
    for name, field in model.model_fields.items():
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
            yield from setting_keys(field.annotation, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}"
