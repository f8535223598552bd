"""`hanare bench`: the measurements behind the README's figures."""

from __future__ import annotations

import click

from hanare.cli.bench.analyze import analyze
from hanare.cli.bench.cancel import cancel
from hanare.cli.bench.explain import explain
from hanare.cli.bench.gate import gate
from hanare.cli.bench.infill import infill
from hanare.cli.bench.orders import orders
from hanare.cli.bench.replay import replay
from hanare.cli.help import Group


@click.group(cls=Group)
def bench() -> None:
    """Measure quality and speed on this machine, on code no model was trained on."""


for command in (analyze, cancel, explain, gate, infill, orders, replay):
    bench.add_command(command)
