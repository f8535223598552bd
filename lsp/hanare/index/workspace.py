"""The workspace's definitions: an index of its folders that follows what is changed in them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from hanare.config.settings import Settings
from hanare.files import room
from hanare.index.indexer import Indexer, OnFailure, OnProgress
from hanare.index.lookup import Symbol, Wanted, WorkspaceIndex
from hanare.index.walk import Limits

Folders = Sequence[Path]


class Workspace:
    """Finds definitions, and reads the folders anew when something may have changed.

    Used on one event loop only.
    """

    def __init__(
        self,
        settings: Settings,
        folders: Folders,
        on_progress: OnProgress,
        on_failure: OnFailure,
        directory: Path | None = None,
    ) -> None:
        """Begin to read the folders, if that is wanted; the index is kept in `directory`."""
        self._folders = tuple(folders)
        self._wanted = settings.context.other_files
        self._limits = limits_of(settings)
        self._directory = directory
        self._index = self._open()
        self._indexer = Indexer(self._limits, on_progress, on_failure, directory)
        self.files_changed()

    def configure(self, settings: Settings) -> None:
        """Work by these settings from now on.

        What is excluded is not found any more; other limits apply from the next reading on.
        """
        before = (self._wanted, self._limits)
        self._wanted, self._limits = settings.context.other_files, limits_of(settings)
        if before != (self._wanted, self._limits):
            self._index = self._open()
            self._indexer.limit(self._limits)
            self.files_changed()

    def folders_changed(self, folders: Folders) -> None:
        """Take note of which folders the workspace has now."""
        self._folders = tuple(folders)
        self._index = self._open()
        self.files_changed()

    def files_changed(self) -> None:
        """Take note that files may have changed."""
        if self._wanted:
            for folder in self._folders:
                self._indexer.schedule(folder)

    async def find(self, wanted: Wanted) -> list[Symbol]:
        """Return definitions as `WorkspaceIndex.find` does; none where none are wanted."""
        return await self._index.find(wanted) if self._wanted else []

    async def close(self) -> None:
        """End a reading in progress."""
        await self._indexer.close()

    def _open(self) -> WorkspaceIndex:
        return WorkspaceIndex(self._folders, self._directory, self._limits.excluded_files)


def limits_of(settings: Settings) -> Limits:
    """Return what the settings allow to be read."""
    return Limits(
        max_files=settings.context.max_files,
        max_file_bytes=settings.context.max_file_kilobytes * 1024,
        excluded_files=settings.completion.excluded_files,
        max_cache_bytes=room.share_of_indexes(settings.cache.max_megabytes),
    )
