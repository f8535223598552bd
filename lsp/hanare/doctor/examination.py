"""Looks up what the checks judge; whatever goes wrong with one, the next one is done."""

from __future__ import annotations

import asyncio
import os
import platform
import stat
import struct
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, distributions, requires
from pathlib import Path

import psutil

from hanare.completion.service import open_engine
from hanare.config.layers import Resolution
from hanare.config.settings import Settings
from hanare.doctor.check import Check, State
from hanare.doctor.configuration import configuration_check
from hanare.doctor.editors import editors_check, find_editors
from hanare.doctor.model import Chosen, memory_check, model_check
from hanare.doctor.network import network_check, try_guard
from hanare.doctor.permissions import Entry, permissions_check
from hanare.doctor.processor import flags_of, graphics_check, processor_check
from hanare.doctor.running import Run, completion_check, run, speed_check
from hanare.doctor.surroundings import (
    dependencies_check,
    platform_check,
    python_check,
)
from hanare.engine.build import Build, ask_build
from hanare.engine.spec import chosen_model
from hanare.errors import HanareError
from hanare.files import places
from hanare.models.advice import decode_rate, memory_needed, recommend
from hanare.models.catalog import Catalog
from hanare.models.sources import normalised
from hanare.models.store import ModelStore
from hanare.observe.defects import described
from hanare.wording import said, verbatim

_CPUINFO = Path("/proc/cpuinfo")
_MOST_SECONDS_OF_MODEL = 300
_LOOK_SECONDS = 0.5
_BUSY_PERCENT = 25


class Examination:
    """Everything that is checked, in the order in which it is told."""

    def __init__(self, resolution: Resolution, *, quick: bool) -> None:
        """`quick` leaves out what runs the model or reads all of its file."""
        self._resolution = resolution
        self._settings: Settings = resolution.settings
        self._quick = quick
        self._catalog = Catalog.load()
        self._store = ModelStore(self._settings.model.directory)
        self._build: Build | HanareError | None = None
        self._works = False
        """Whether there is a model to run."""
        self._outcome: Run | HanareError | None = None
        self._busy = False
        """Whether other programs wanted the processor when the model began to run."""

    def checks(self) -> Iterator[Check]:
        """Yield each check once it is done."""
        for name, check in (
            ("python", self._python),
            ("platform", self._platform),
            ("dependencies", self._dependencies),
            ("cpu", self._processor),
            ("gpu", self._graphics),
            ("memory", self._memory),
            ("model", self._model),
            ("completion", self._completion),
            ("speed", self._speed),
            ("permissions", self._permissions),
            ("editors", self._editors),
            ("network", self._network),
            ("configuration", self._configuration),
        ):
            yield _sound(name, check)

    def _python(self) -> Check:
        version = sys.version_info
        return python_check(
            (version.major, version.minor, version.micro),
            platform.python_implementation(),
            8 * struct.calcsize("P"),
        )

    def _platform(self) -> Check:
        return platform_check(platform.system(), platform.machine(), platform.release())

    def _dependencies(self) -> Check:
        try:
            required = requires("hanare")
        except PackageNotFoundError:
            required = None
        installed = {
            normalised(name): each.version
            for each in distributions()
            if (name := each.metadata["Name"])
        }
        return dependencies_check(required, installed)

    def _processor(self) -> Check:
        return processor_check(self._asked_build(), _flags())

    def _graphics(self) -> Check:
        return graphics_check(self._asked_build())

    def _memory(self) -> Check:
        memory = psutil.virtual_memory()
        return memory_check(self._chosen(), memory.total, memory.available)

    def _model(self) -> Check:
        chosen = self._chosen()
        damage = self._damage(chosen) if isinstance(chosen, Chosen) else None
        self._works = isinstance(chosen, Chosen) and damage is None
        return model_check(chosen, damage, hashed=not self._quick)

    def _completion(self) -> Check:
        if self._works and not self._quick:
            self._busy = psutil.cpu_percent(_LOOK_SECONDS) > _BUSY_PERCENT
            self._outcome = self._ran()
        return completion_check(self._outcome)

    def _speed(self) -> Check:
        model = chosen_model(self._settings, self._catalog)
        cores = psutil.cpu_count(logical=False) or psutil.cpu_count() or 1
        pace = 1.0
        if isinstance(self._outcome, Run) and (rate := self._outcome.writing_rate) is not None:
            # What others leave of the processor now says little about tomorrow.
            pace = 1.0 if self._busy else rate / decode_rate(model, cores, self._catalog)
        memory = psutil.virtual_memory().total
        advice = recommend(memory, cores, False, self._catalog, pace)
        return speed_check(self._outcome, model.id, advice, busy=self._busy)

    def _permissions(self) -> Check:
        return permissions_check(_entries(self._ours()), _unwritable(), modes=os.name == "posix")

    def _editors(self) -> Check:
        return editors_check(find_editors(Path(os.path.abspath(os.sep))))  # noqa: PTH100

    def _network(self) -> Check:
        # Nor does the server take it from a project's files or an editor.
        offline = self._settings.network.offline
        tried = try_guard() if offline else None
        return network_check(tried, offline, self._resolution.origins["network.offline"])

    def _configuration(self) -> Check:
        return configuration_check(self._resolution)

    def _asked_build(self) -> Build | HanareError:
        if self._build is None:
            try:
                self._build = ask_build()
            except HanareError as failure:
                self._build = failure
        return self._build

    def _chosen(self) -> Chosen | HanareError:
        own = self._settings.model.path
        try:
            model = chosen_model(self._settings, self._catalog)
        except HanareError as failure:
            return failure
        if own is not None:
            with suppress(OSError):
                model = model.model_copy(update={"size": own.stat().st_size, "memory": None})
        path = own or (self._store.path(model) if self._store.installed(model) else None)
        return Chosen(model.id, memory_needed(model), path, own=own is not None)

    def _damage(self, chosen: Chosen) -> HanareError | None:
        """Return what is wrong with the model's file, if anything."""
        if chosen.own and chosen.path is not None:
            if chosen.path.is_file():
                return None
            return HanareError(
                said("There is no file {path}.", path=chosen.path),
                said("Correct model.path, or remove it."),
            )
        model = chosen_model(self._settings, self._catalog)
        try:
            if self._quick:
                self._store.find(model)
            else:
                self._store.verify(model)
        except HanareError as failure:
            return failure
        return None

    def _ran(self) -> Run | HanareError:
        async def work() -> Run:
            engine, layout = open_engine(self._settings)
            try:
                async with asyncio.timeout(_MOST_SECONDS_OF_MODEL):
                    return await run(engine, layout)
            finally:
                await engine.close()

        try:
            return asyncio.run(work())
        except HanareError as failure:
            return failure
        except TimeoutError:
            return HanareError(
                said(
                    "The model gave no answer in {seconds} seconds.", seconds=_MOST_SECONDS_OF_MODEL
                ),
                said("Close other programs, or choose a smaller model: `hanare models recommend`."),
            )

    def _ours(self) -> Iterator[Path]:
        """Yield what must be closed to others; what lies inside is then closed as well."""
        yield from (places.cache_folder(), places.state_folder(), places.config_folder())
        if (log := self._settings.log.file) is not None:
            yield log


def _sound(name: str, check: Callable[[], Check]) -> Check:
    """Return what a check comes to; a defect in it is told, and no more than that."""
    try:
        return check()
    except Exception as failure:  # noqa: BLE001 - the other checks are to be done all the same
        return Check(
            name,
            verbatim(name),
            State.UNKNOWN,
            said("Hanare has a defect: {what}.", what=described(failure)),
        )


def _flags() -> frozenset[str] | None:
    """Return the processor's flags as Linux tells them; None elsewhere."""
    try:
        return flags_of(_CPUINFO.read_text("utf-8", "replace"))
    except OSError:
        return None


def _entries(paths: Iterable[Path]) -> Iterator[Entry]:
    """Yield those that are there."""
    for path in paths:
        with suppress(OSError):
            yield Entry(path, stat.S_IMODE(path.stat().st_mode))


def _unwritable() -> Iterator[Path]:
    """Yield the folders in which nothing can be written; of one that is missing, the nearest."""
    for folder in (places.cache_folder(), places.state_folder()):
        there = next(each for each in (folder, *folder.parents) if each.exists())
        if not os.access(there, os.W_OK):
            yield folder
