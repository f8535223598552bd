"""initialize, initialized, shutdown."""

from __future__ import annotations

from lsprotocol import types

from hanare.config.layers import Layer, Rank
from hanare.config.sources import editor_layer, project_layer
from hanare.server.handlers import completion, configuration, diagnostics, files
from hanare.server.language_server import HanareServer
from hanare.server.uris import local_folder


def register(server: HanareServer) -> None:
    """Serve the methods of this module."""
    server.feature(types.INITIALIZE)(on_initialize)
    server.feature(types.INITIALIZED)(on_initialized)
    server.feature(types.SHUTDOWN)(on_shutdown)


def on_initialize(ls: HanareServer, params: types.InitializeParams) -> None:
    """Begin the session; what is registered here is still advertised."""
    ls.configuration.put(*_layers(params))
    ls.begin_session(params)
    if params.process_id is not None:
        ls.watch(params.process_id)
    if completion.is_wanted(params.capabilities, ls.configuration.settings):
        completion.register(ls)
    if ls.pulls_diagnostics:
        diagnostics.register(ls)


def on_initialized(ls: HanareServer, params: types.InitializedParams) -> None:
    """Ask for the client's settings and for changes; only now may the server send requests."""
    ls.spawn(configuration.start(ls))
    ls.spawn(files.start(ls))


async def on_shutdown(ls: HanareServer, params: None) -> None:
    """Close what is open; the process goes on until `exit`."""
    await ls.end()


def _layers(params: types.InitializeParams) -> list[Layer]:
    options = params.initialization_options
    layers = [editor_layer(Rank.INITIALIZATION, "initializationOptions", options)]
    # Of several folders the first speaks for the project: settings are the process's.
    first = params.workspace_folders[0].uri if params.workspace_folders else params.root_uri
    if first and (folder := local_folder(first)):
        layers.append(project_layer(folder))
    return layers
