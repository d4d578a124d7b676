"""What ``mentorbase up`` and ``mentorbase bus switch`` do, from the first line to the last."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Iterator, Mapping
from typing import Any

import click

from infra.layout import Layout
from infra.supervisor import Stack
from infra.waiting import NotReady

_STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def run(bus: str | None, demo: bool) -> int:
    """Until Ctrl-C or SIGTERM; the exit status."""
    begin = time.monotonic()
    try:
        layout = Layout.from_env(bus)
        with _stoppable(), _closing(Stack(layout, _say, forking=True)) as stack:
            click.echo("Mentorbase is starting")
            stack.start()
            _prepare(layout.environment(stack.mongo_url), demo)
            click.secho(f"Ready in {time.monotonic() - begin:.1f} s: {layout.address}", bold=True)
            click.echo(f"Logs are in {layout.logs}. Ctrl-C stops everything; your data stay.")
            stack.watch(threading.Event())
    except KeyboardInterrupt:
        click.echo("Stopped.")
    except NotReady as error:
        click.echo(f"Could not start: {error}", err=True)
        return 1
    return 0


def switch_bus(to: str) -> int:
    """Starts the servers alone, publishes everything again on the other bus; the exit status."""
    from shared.bus.switch import ServicesRunning, switch
    from shared.config import Settings

    try:
        layout = Layout.from_env(to)
        with _stoppable(), _closing(Stack(layout, _say)) as stack:
            layout.require_free_ports()
            stack.start_servers()
            settings = Settings.from_env("gateway", layout.environment(stack.mongo_url))
            for done in switch(settings, settings.bus):
                click.echo(str(done))
    except KeyboardInterrupt:
        click.echo("Stopped; the same command goes on where it was.")
        return 1
    except (NotReady, ServicesRunning) as error:
        click.echo(f"Could not switch: {error}", err=True)
        return 1
    click.echo(f"From now on start it with: make run BUS={to}")
    return 0


def _say(line: str) -> None:
    click.echo(f"  {line}")


def _prepare(environ: Mapping[str, str], demo: bool) -> None:
    """In a process of its own: the one that stays keeps small and without threads."""
    copy = multiprocessing.get_context("fork").Process(target=_prepare_store, args=(environ, demo))
    copy.start()
    copy.join()
    if copy.exitcode:
        raise NotReady("the store could not be prepared; the reason stands above")


def _prepare_store(environ: Mapping[str, str], demo: bool) -> None:
    os.environ.update(environ)
    from gateway.setup import prepare
    from shared.config import Settings

    for line in prepare(Settings.from_env("gateway"), demo):
        click.echo(line)


@contextlib.contextmanager
def _stoppable() -> Iterator[None]:
    """Every polite signal to stop becomes one KeyboardInterrupt."""

    def interrupt(*_: Any) -> None:
        raise KeyboardInterrupt

    for number in _STOPPING:
        signal.signal(number, interrupt)
    yield


@contextlib.contextmanager
def _closing(stack: Stack) -> Iterator[Stack]:
    """Stops the stack whatever happens; a second Ctrl-C does not cut that short."""
    try:
        yield stack
    finally:
        for number in _STOPPING:
            signal.signal(number, signal.SIG_IGN)
        stack.stop()
