"""The ``mentorbase`` command; heavy modules are imported by the subcommand that needs them."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from pathlib import Path

import click


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Run and look after Mentorbase on this machine."""


@main.command()
@click.option("--bus", type=click.Choice(["embedded", "kafka"]), default=None)
@click.option("--demo/--no-demo", default=lambda: os.environ.get("DEMO", "1") != "0")
def up(bus: str | None, demo: bool) -> None:
    """Start everything and stay; Ctrl-C stops all of it."""
    from infra.layout import Layout
    from infra.supervisor import Stack, started_in
    from infra.waiting import NotReady

    begin = time.monotonic()
    stopped = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stopped.set())
    try:
        layout = Layout.from_env(bus)
        stack = Stack(layout, lambda line: click.echo(f"  {line}"))
        click.echo("Mentorbase is starting")
        stack.start()
        try:
            _prepare(layout, stack.mongo_url, demo)
            click.echo(f"Ready in {started_in(begin)}: {layout.address}")
            click.echo(f"Logs are in {layout.logs}. Ctrl-C stops everything; your data stay.")
            stack.watch(stopped)
        finally:
            click.echo("\nStopping …")
            stack.stop()
            click.echo("Stopped.")
    except KeyboardInterrupt:
        sys.exit(0)
    except NotReady as error:
        click.echo(f"Could not start: {error}", err=True)
        sys.exit(1)


def _prepare(layout, mongo_url: str, demo: bool) -> None:  # type: ignore[no-untyped-def]
    os.environ.update(layout.environment(mongo_url))
    from gateway.setup import prepare

    from shared.config import Settings

    for line in prepare(Settings.from_env("gateway"), demo):
        click.echo(line)


@main.command()
@click.option("--directory", type=click.Path(path_type=Path), default=Path("samples"))
def samples(directory: Path) -> None:
    """Write the sample workbooks."""
    from infra.samples import write_all

    for path in write_all(directory):
        click.echo(str(path))


@main.group()
def bus() -> None:
    """The bus between the services."""


@bus.command("switch")
@click.option("--to", type=click.Choice(["embedded", "kafka"]), required=True)
def bus_switch(to: str) -> None:
    """Move a stopped installation to the other bus: everything is published again from the first
    message, nothing is applied twice."""
    from infra.switching import switch_offline

    for line in switch_offline(to):
        click.echo(line)


@main.group()
def projection() -> None:
    """Read models: list, rebuild beside the old one, drop."""


@projection.command("list")
@click.argument("service")
def projection_list(service: str) -> None:
    from shared.config import Settings
    from shared.projections.admin import list_generations

    for name, found in list_generations(Settings.from_env(service), service).items():
        building = f", building {found.building}" if found.building else ""
        click.echo(f"{name}: reads {found.active} of {list(found.all)}{building}")


@projection.command("rebuild")
@click.argument("service")
@click.argument("name")
def projection_rebuild(service: str, name: str) -> None:
    """The service's worker builds the new generation and switches to it when it has caught up."""
    import importlib

    from shared.config import Settings
    from shared.projections.admin import rebuild

    definition = importlib.import_module(f"services.{service}.bootstrap").DEFINITION
    generation = rebuild(Settings.from_env(service), definition, name)
    click.echo(f"{name}: generation {generation} is being built")


@projection.command("drop")
@click.argument("service")
@click.argument("name")
@click.argument("generation", type=int)
def projection_drop(service: str, name: str, generation: int) -> None:
    from shared.config import Settings
    from shared.projections.admin import drop

    drop(Settings.from_env(service), service, name, generation)
    click.echo(f"{name}: generation {generation} is gone")


@main.group()
def parked() -> None:
    """Streams of messages that could not be applied."""


@parked.command("list")
@click.argument("service")
def parked_list(service: str) -> None:
    from shared.bus.parking import list_parked
    from shared.config import Settings
    from shared.mongo import connect

    settings = Settings.from_env(service)
    found = list_parked(connect(settings.mongo_url)[settings.database()])
    for one in found:
        click.echo(f"{one['tenant']} {one['stream']} {one['type']} {one['reason']}")
    click.echo(f"{len(found)} parked")


@parked.command("retry")
@click.argument("service")
@click.argument("tenant")
@click.argument("stream")
def parked_retry(service: str, tenant: str, stream: str) -> None:
    """Apply a stream's parked messages again, in order."""
    import importlib

    from shared.config import Settings
    from shared.projections.consumption import retry_parked

    bootstrap = importlib.import_module(f"services.{service}.bootstrap").bootstrap
    done = retry_parked(bootstrap(Settings.from_env(service)), tenant, stream)
    click.echo(f"{done} messages applied")


@parked.command("skip")
@click.argument("service")
@click.argument("tenant")
@click.argument("stream")
def parked_skip(service: str, tenant: str, stream: str) -> None:
    """Give a stream's parked messages up; the read models stay without them."""
    from shared.bus.parking import skip
    from shared.config import Settings
    from shared.mongo import connect

    settings = Settings.from_env(service)
    done = skip(connect(settings.mongo_url)[settings.database()], tenant, stream)
    click.echo(f"{done} messages given up")


@main.group()
def clock() -> None:
    """The clock of a demo store."""


@clock.command("advance")
@click.argument("days", type=float)
def clock_advance(days: float) -> None:
    from shared.clock import advance
    from shared.config import Settings

    click.echo(advance(Settings.from_env("gateway"), days).isoformat())


if __name__ == "__main__":
    main()
