"""`hanare serve`: the language server, as an editor starts it."""

from __future__ import annotations

import logging
import os
import sys
import time
from functools import partial
from pathlib import Path

import click

from hanare.cli.help import Command
from hanare.cli.silent import be_silent
from hanare.errors import UsageError
from hanare.wording import said

log = logging.getLogger(__name__)

_LEVELS = ("debug", "info", "warning", "error")


@click.command(cls=Command)
@click.option(
    "--tcp", metavar="HOST:PORT", help="Serve one client on a loopback address; port 0 picks one."
)
@click.option("--stdio", is_flag=True, help="Serve on standard input and output: the default.")
@click.option("--log-level", type=click.Choice(_LEVELS), help="Least severe message to log.")
@click.option(
    "--log-file",
    type=click.Path(dir_okay=False, resolve_path=True, path_type=Path),
    help="Log to this file, besides standard error.",
)
def serve(tcp: str | None, stdio: bool, log_level: str | None, log_file: Path | None) -> None:
    """Run the language server until the editor leaves."""
    if tcp and stdio:
        raise UsageError(
            said("--tcp and --stdio exclude each other."), said("Leave one of them out.")
        )
    address = _address(tcp) if tcp else None

    # Imported here so that `hanare --help` does not wait for a server.
    from hanare.server.app import build_server, listen, serve_stdio, serve_tcp

    listener = listen(*address) if address else None
    why_not = be_silent()  # a port could not be opened any more
    from hanare.analysis.service import open_text_scanner
    from hanare.completion.service import Completions
    from hanare.config.sources import (
        command_line_layer,
        environment_layer,
        installation_layer,
        user_layer,
    )
    from hanare.files import places
    from hanare.observe.audit import AuditTrail

    options = command_line_layer({"log.level": log_level, "log.file": log_file})
    layers = (installation_layer(), user_layer(), environment_layer(os.environ), options)
    trail = AuditTrail(places.audit_file())
    completer = partial(
        Completions,
        clock=time.perf_counter,
        record=lambda decided: trail.write(decided.event()),
    )
    server = build_server(completer, layers, open_text_scanner)
    server.configure_log()
    if why_not is not None:
        log.debug("connections are refused in Python only: %s", why_not)
    try:
        code = serve_tcp(server, listener) if listener else serve_stdio(server)
    finally:
        trail.close()
    sys.exit(code)


def _address(text: str) -> tuple[str, int]:
    host, _, port = text.rpartition(":")
    if not host or not port.isdecimal() or int(port) > 65535:
        raise UsageError(
            said("{text!r} is not HOST:PORT.", text=text), said("For example: --tcp 127.0.0.1:2087")
        )
    return host.removeprefix("[").removesuffix("]"), int(port)
