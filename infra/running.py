"""What ``mentorbase up`` and ``mentorbase bus switch`` do, from the first line to the last."""

from __future__ import annotations

import contextlib
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from typing import Any

import click

from infra.layout import ROOT, Layout
from infra.supervisor import Stack
from infra.waiting import NotReady

_STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def run(bus: str | None, demo: bool) -> int:
    """Until Ctrl-C or SIGTERM; the exit status."""
    begin = time.monotonic()
    try:
        layout = Layout.from_env(bus)
        with _stoppable(), _closing(Stack(layout, _say)) as stack:
            click.echo("Mentorbase is starting")
            stack.start()
            _prepare(layout, stack.mongo_url, demo)
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


def _prepare(layout: Layout, mongo_url: str, demo: bool) -> None:
    """In a process of its own, so that the one that stays keeps small."""
    done = subprocess.run(
        [sys.executable, "-m", "infra.cli", "prepare", "--demo" if demo else "--no-demo"],
        env=layout.environment(mongo_url), cwd=ROOT, stderr=subprocess.PIPE, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise NotReady(f"the store could not be prepared:\n{done.stderr[-1500:]}")


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
        click.echo("\nStopping …")
        stack.stop()
