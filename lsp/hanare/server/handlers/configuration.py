"""workspace/configuration and workspace/didChangeConfiguration."""

from __future__ import annotations

import logging
from collections.abc import Mapping

from lsprotocol import types
from pygls.exceptions import JsonRpcException

from hanare.config.layers import Rank
from hanare.config.sources import editor_layer
from hanare.server.language_server import HanareServer
from hanare.wording import said

log = logging.getLogger(__name__)

SECTION = "hanare"


def register(server: HanareServer) -> None:
    """Serve the methods of this module."""
    server.feature(types.WORKSPACE_DID_CHANGE_CONFIGURATION)(on_did_change_configuration)


async def start(ls: HanareServer) -> None:
    """Take over the client's settings, and ask to be told when they change."""
    await _pull(ls)
    ls.session.open()
    workspace = ls.client_capabilities.workspace
    changes = workspace.did_change_configuration if workspace else None
    if changes and changes.dynamic_registration:
        await _register_for_changes(ls)


def on_did_change_configuration(
    ls: HanareServer, params: types.DidChangeConfigurationParams
) -> None:
    """Take over the settings that were sent, or ask for them where that is possible."""
    if _can_pull(ls):
        ls.spawn(_pull(ls))
    elif isinstance(params.settings, Mapping):
        ls.spawn(_take_over(ls, params.settings.get(SECTION)))


async def _pull(ls: HanareServer) -> None:
    sent = None
    if _can_pull(ls):
        question = types.ConfigurationParams([types.ConfigurationItem(section=SECTION)])
        try:
            answers = await ls.workspace_configuration_async(question)
        except JsonRpcException as failure:
            log.warning("the client did not send its settings: %s", failure.message)
            answers = []
        sent = answers[0] if answers else None
    await _take_over(ls, sent)


async def _take_over(ls: HanareServer, sent: object) -> None:
    ls.configuration.put(editor_layer(Rank.CLIENT, said("editor settings"), sent))
    await ls.apply_settings()


async def _register_for_changes(ls: HanareServer) -> None:
    method = types.WORKSPACE_DID_CHANGE_CONFIGURATION
    options = types.DidChangeConfigurationRegistrationOptions(section=SECTION)
    registration = types.Registration("hanare.configuration", method, options)
    try:
        await ls.client_register_capability_async(types.RegistrationParams([registration]))
    except JsonRpcException as failure:
        log.warning("changed settings will not be noticed: %s", failure.message)


def _can_pull(ls: HanareServer) -> bool:
    workspace = ls.client_capabilities.workspace
    return bool(workspace and workspace.configuration)
