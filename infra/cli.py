"""The ``mentorbase`` command; heavy modules are imported by the subcommand that needs them."""

from __future__ import annotations

import importlib
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from shared.config import Settings
    from shared.mongo import Db

SERVICE = click.Choice(["participants", "matching", "meetings", "reporting"])
BUS = click.Choice(["embedded", "kafka"])
DEMO = click.option(
    "--demo/--no-demo",
    default=lambda: os.environ.get("DEMO", "1") != "0",
    help="What an empty store gets: the demo municipality, or a set-up link. Also DEMO=0.",
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def commands() -> None:
    """Run and look after Mentorbase on this machine."""


@commands.command()
@click.option("--bus", type=BUS, help="Also BUS=kafka.")
@DEMO
def up(bus: str | None, demo: bool) -> None:
    """Start everything and stay; Ctrl-C stops all of it."""
    from infra.running import run

    sys.exit(run(bus, demo))


@commands.command()
@DEMO
def prepare(demo: bool) -> None:
    """Give an empty store its demo municipality, or print the set-up link; needs all processes."""
    from gateway.setup import prepare as prepare_store

    for line in prepare_store(_settings("gateway"), demo):
        click.echo(line)


@commands.command()
def secrets() -> None:
    """Make the master key and the token keys, where they are missing."""
    from infra.layout import Layout

    layout = Layout.from_env()
    layout.ensure_secrets()
    click.echo(f"Keys are in {layout.secrets}")


@commands.command()
def doctor() -> None:
    """Say what is installed, what runs, and what is missing for what."""
    from infra.doctor import findings

    for line in findings():
        click.echo(line)


@commands.command()
@click.option("--directory", type=click.Path(path_type=Path), default=Path("samples"))
def samples(directory: Path) -> None:
    """Write the sample workbooks."""
    from infra.samples import write_all

    for path in write_all(directory):
        click.echo(str(path))


@commands.group()
def bus() -> None:
    """The bus between the services."""


@bus.command("switch")
@click.option("--to", type=BUS, required=True)
def bus_switch(to: str) -> None:
    """Move a stopped installation to the other bus.

    Every message is published again from the first; nothing is applied twice.
    """
    from infra.running import switch_bus

    sys.exit(switch_bus(to))


@commands.group()
def projection() -> None:
    """Read models: list, rebuild beside the old one, drop."""


@projection.command("list")
@click.argument("service", type=SERVICE)
def projection_list(service: str) -> None:
    """Every read model of a service with its generations."""
    from shared.projections.admin import list_generations

    for name, found in list_generations(_settings(service), service).items():
        building = f", building {found.building}" if found.building else ""
        click.echo(f"{name}: reads {found.active} of {list(found.all)}{building}")


@projection.command("rebuild")
@click.argument("service", type=SERVICE)
@click.argument("name")
def projection_rebuild(service: str, name: str) -> None:
    """The service's worker builds the new generation and switches to it when it has caught up."""
    from shared.projections.admin import rebuild

    definition = importlib.import_module(f"services.{service}.bootstrap").DEFINITION
    generation = rebuild(_settings(service), definition, name)
    click.echo(f"{name}: generation {generation} is being built")


@projection.command("drop")
@click.argument("service", type=SERVICE)
@click.argument("name")
@click.argument("generation", type=int)
def projection_drop(service: str, name: str, generation: int) -> None:
    """Remove a generation that is no longer read."""
    from shared.projections.admin import drop

    drop(_settings(service), service, name, generation)
    click.echo(f"{name}: generation {generation} is gone")


@commands.group()
def parked() -> None:
    """Streams that could not be applied: of others' messages, and of a service's own log."""


@parked.command("list")
@click.argument("service", type=SERVICE)
def parked_list(service: str) -> None:
    """What is set aside, for whom, and why."""
    from shared.bus.parking import list_parked
    from shared.projections.parking import list_parked_log

    db = _database(service)
    messages, own = list_parked(db), list_parked_log(db)
    for one in messages:
        click.echo(f"{one['tenant']} {one['stream']} {one['type']} {one['reason']}")
    for one in own:
        click.echo(f"{one['tenant']} {one['stream']} {one['follower']} {one['reason']}")
    click.echo(f"{len(messages) + len(own)} parked")


@parked.command("retry")
@click.argument("service", type=SERVICE)
@click.argument("tenant")
@click.argument("stream")
def parked_retry(service: str, tenant: str, stream: str) -> None:
    """Have the worker apply what of a stream is parked again, in order."""
    from shared.bus.parking import retry
    from shared.projections.parking import ask_log

    db = _database(service)
    waiting = retry(db, tenant, stream) + ask_log(db, tenant, stream, "retry")
    click.echo(f"{waiting} are applied again" if waiting else "nothing is parked")


@parked.command("skip")
@click.argument("service", type=SERVICE)
@click.argument("tenant")
@click.argument("stream")
def parked_skip(service: str, tenant: str, stream: str) -> None:
    """Have the worker leave out for ever what of a stream was parked first, and apply the rest."""
    from shared.bus.parking import skip
    from shared.projections.parking import ask_log

    db = _database(service)
    waiting = skip(db, tenant, stream) + ask_log(db, tenant, stream, "skip")
    click.echo(f"the first of {waiting} is left out" if waiting else "nothing is parked")


@commands.group()
def certificate() -> None:
    """Erasure certificates."""


@certificate.command("verify")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def certificate_verify(file: Path) -> None:
    """Say whether a downloaded certificate (JSON) is as it was signed; needs no running service."""
    import json

    from infra.layout import Layout
    from shared.crypto.signing import problem_with

    try:
        document = json.loads(file.read_text(encoding="utf-8"))
    except (ValueError, RecursionError):
        sys.exit("this is not a certificate: the file is no JSON")
    problem = problem_with(document, Layout.from_env().secrets)
    if problem is not None:
        sys.exit(f"not valid: {problem}")
    click.echo(f"valid: {document['code']}")


@commands.group()
def clock() -> None:
    """The clock of a demo store."""


@clock.command("advance")
@click.argument("days", type=float)
def clock_advance(days: float) -> None:
    """Move the clock of a store made in demo mode forward."""
    from shared.clock import advance

    click.echo(advance(_settings("gateway"), days).isoformat())


def _settings(service: str) -> Settings:
    """Of the installation that ``up`` runs, wherever its ports and secrets are."""
    from infra.layout import Layout
    from shared.config import Settings

    layout = Layout.from_env()
    return Settings.from_env(service, layout.environment(layout.mongo_url or layout.local_mongo))


def _database(service: str) -> Db:
    from shared.mongo import connect

    settings = _settings(service)
    return connect(settings.mongo_url)[settings.database()]


def main() -> None:
    """The command; what can go wrong in an operator's hands is one sentence and status 1."""
    try:
        commands()
    except Exception as error:
        sentence = _explain(error)
        if sentence is None:
            raise
        sys.exit(sentence)


def _explain(error: Exception) -> str | None:
    from pymongo.errors import ServerSelectionTimeoutError

    from infra.waiting import NotReady
    from shared.domain.errors import DomainError

    if isinstance(error, ServerSelectionTimeoutError):
        return (
            "MongoDB does not answer; is Mentorbase running? MONGO_URL or MONGO_PORT name another"
        )
    return str(error) if isinstance(error, DomainError | NotReady | ValueError) else None


if __name__ == "__main__":
    main()
