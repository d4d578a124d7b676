"""``make bench``: every measurement in one run, on a store of its own."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import click

from infra.bench import (
    append,
    batches,
    commands,
    footprint,
    imports,
    latency,
    municipality,
    reminders,
    search,
)
from infra.bench.report import Row, publish
from infra.layout import Layout
from infra.supervisor import Stack
from infra.waiting import NotReady, free_port
from shared.config import PORTS, Settings


def _layout(home: Path, bus: str) -> Layout:
    os.environ["MENTORBASE_HOME"] = str(home)
    os.environ["MENTORBASE_CELL"] = "bench"
    for name in (*PORTS, "mongo", "kafka", "kafka_controller"):
        os.environ[f"{name.upper()}_PORT"] = str(free_port())
    return Layout.from_env(bus)


def _of_participants(layout: Layout, stack: Stack) -> Settings:
    environ = {**layout.environment(stack.mongo_url), "MENTORBASE_CELL": "search"}
    return Settings.from_env("participants", environ)


def _on_the_store(layout: Layout, stack: Stack, rounds: int, only: str) -> list[Row]:
    """What needs no service to run beside it."""
    rows: list[Row] = []
    if only in ("", "append"):
        rows += append.measure(stack.mongo_url, "bench", rounds)
    if only in ("", "search"):
        rows += search.measure(_of_participants(layout, stack), rounds)
    if only in ("", "batches"):
        rows += batches.measure(stack.mongo_url, "bench", rounds)
    if only in ("", "imports"):
        rows += imports.measure(layout.environment(stack.mongo_url), min(rounds, 3))
    if only in ("", "municipality"):
        environ = {**layout.environment(stack.mongo_url), "MENTORBASE_CELL": "town"}
        rows += municipality.rows(Settings.from_env("reporting", environ), rounds)
    if only in ("", "reminders"):
        environ = {**layout.environment(stack.mongo_url), "MENTORBASE_CELL": "letters"}
        rows += reminders.rows(environ, layout.logs)
    return rows


def _on_kafka(home: Path, embedded: latency.Way) -> list[Row]:
    """The same on a broker of its own, and the bare loop on that broker."""
    shutil.rmtree(home, ignore_errors=True)
    layout = _layout(home, "kafka")
    stack = Stack(layout)
    stack.start()
    try:
        environ = layout.environment(stack.mongo_url)
        kafka = latency.ours(environ)
        plain = latency.bare(environ, f"127.0.0.1:{layout.ports['kafka']}")
    finally:
        stack.stop()
    return latency.rows(embedded, kafka, plain)


@click.command()
@click.option("--rounds", default=5, help="alternating rounds of each pair")
@click.option(
    "--only",
    default="",
    help="append, batches, commands, footprint, imports, latency, municipality, reminders or search",
)
def main(rounds: int, only: str) -> None:
    """Measure everything against bare loops and write bench-results/bench.json."""
    home = Path("var/bench").resolve()
    shutil.rmtree(home, ignore_errors=True)
    layout = _layout(home, "embedded")
    stack = Stack(layout)
    rows: list[Row] = []
    embedded = latency.Way()
    stack.start()
    try:
        if only in ("", "footprint"):
            rows += footprint.measure_memory(stack)
        if only in ("", "commands"):
            rows += commands.measure(layout, stack, min(rounds, 3))
        if only in ("", "latency"):
            embedded = latency.ours(layout.environment(stack.mongo_url))
        for name in ("gateway", *[n for n in stack.children if n != "gateway"]):
            stack.children[name].stop()
        rows += _on_the_store(layout, stack, rounds, only)
    finally:
        stack.stop()
    try:
        if only in ("", "footprint"):
            rows += footprint.measure_start(_layout(home, "embedded"), Stack)
    except NotReady as error:
        click.echo(f"the second start failed: {error}", err=True)
    if only in ("", "latency"):
        rows += _on_kafka(home, embedded)
    publish(rows, Path("bench-results"))


if __name__ == "__main__":
    main()
