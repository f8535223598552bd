"""Puts the server together and serves it, on standard input and output or on a port."""

from __future__ import annotations

import asyncio
import gc
import ipaddress
import signal
import socket
import sys
from collections.abc import Iterable

from hanare.config.layers import Layer
from hanare.errors import HanareError, UsageError
from hanare.server import lifetime, stdio
from hanare.server.handlers import (
    acceptance,
    analyze,
    code_actions,
    configuration,
    cursor,
    effective,
    explain,
    files,
    hover,
    inline,
    lifecycle,
    model_fix,
    models,
    pausing,
    reason,
    rule_help,
    status,
    sync,
)
from hanare.server.language_server import CompleterFactory, HanareServer, ScannerFactory, Writer
from hanare.wording import said

_HANDLERS = (
    lifecycle, configuration, sync, files, cursor, inline, acceptance, pausing, reason, status,
    code_actions, model_fix, hover, rule_help, analyze, models, explain, effective,
)  # fmt: skip
_FLUSH_SECONDS = 1.0


def build_server(
    open_completer: CompleterFactory,
    layers: Iterable[Layer] = (),
    open_scanner: ScannerFactory | None = None,
) -> HanareServer:
    """Return a server that answers with the completers that `open_completer` makes.

    Without `open_scanner` nothing is analysed.
    `layers` are those that exist before a client does: the user's file, the environment and
    the command line. The others are read when the client has said where it works.
    """
    server = HanareServer(open_completer, layers, open_scanner)
    for handlers in _HANDLERS:
        handlers.register(server)
    return server


def serve_stdio(server: HanareServer) -> int:
    """Serve a client on standard input and output; return the exit code."""
    stdout = stdio.claim_stdout()

    async def serve() -> tuple[int, stdio.ThreadedWriter]:
        writer = stdio.ThreadedWriter(stdout, lost=server.client_lost)
        return await _serve(server, stdio.read_in_thread(0), writer), writer

    exit_code, writer = asyncio.run(serve())
    writer.join(_FLUSH_SECONDS)
    return exit_code


def listen(host: str, port: int) -> socket.socket:
    """Open a port on a loopback address; 0 picks a free one.

    It is opened apart from being served: a process that keeps silent opens none any more.

    Raises:
        UsageError: the address is not this machine's own.
        HanareError: the port cannot be opened.
    """
    address = loopback(host)
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    try:
        return socket.create_server((address, port), family=family)
    except OSError as failure:
        raise HanareError(
            said(
                "Cannot listen on {host}:{port}: {reason}",
                host=host,
                port=port,
                reason=failure.strerror or failure,
            ),
            said("Choose another port; port 0 picks a free one."),
        ) from failure


def serve_tcp(server: HanareServer, listener: socket.socket) -> int:
    """Serve the first client that connects to an open port; return the exit code.

    The address is written to standard error.
    """
    return asyncio.run(_serve_first(server, listener))


def loopback(host: str) -> str:
    """Return the loopback address that `host` names.

    Names other than `localhost` are not looked up: a name server could answer anything.

    Raises:
        UsageError: it is not a loopback address; whoever reaches the port reads the code.
    """
    try:
        address = ipaddress.ip_address("127.0.0.1" if host == "localhost" else host)
    except ValueError:
        address = None
    if address is None or not address.is_loopback:
        raise UsageError(
            said("{host!r} is not an address of this machine alone.", host=host),
            said("Serve on 127.0.0.1 or ::1; reach another machine through an SSH tunnel."),
        )
    return str(address)


async def _serve_first(server: HanareServer, opened: socket.socket) -> int:
    first: asyncio.Future[tuple[asyncio.StreamReader, asyncio.StreamWriter]]
    first = asyncio.get_running_loop().create_future()

    def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if first.done():
            writer.close()
        else:
            first.set_result((reader, writer))

    listener = await asyncio.start_server(connected, sock=opened)
    host, chosen = opened.getsockname()[:2]
    shown = f"[{host}]:{chosen}" if ":" in host else f"{host}:{chosen}"
    print(f"Hanare listens on {shown}", file=sys.stderr, flush=True)
    reader, writer = await first
    listener.close()  # one server, one client
    return await _serve(server, reader, writer)


async def _serve(server: HanareServer, reader: asyncio.StreamReader, writer: Writer) -> int:
    if sys.platform != "win32":  # asyncio has no signal handlers there
        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, server.client_lost)
    # What is loaded by now stays. Looking through it for garbage would hold the loop for 60 ms.
    gc.freeze()
    exit_code = await server.run(reader, writer)
    lifetime.end_at_the_latest(lifetime.GRACE_SECONDS, exit_code)
    await server.end()
    writer.close()
    return exit_code
