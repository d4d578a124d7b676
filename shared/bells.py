"""Wakes a process of the same machine: a bell is rung after something was stored.

A change stream does the same between machines, and costs the database server work for every
operation that anybody carries out on it (measured: 80 µs each, where an insert takes 560 µs). A
ring carries nothing, may be lost and may come for nothing: whoever listens also looks now and then.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import select
import socket
from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

_RING = b"."
_DRAIN = 4096


class Watch(Protocol):
    """Whatever tells that something was stored."""

    def wait(self, seconds: float) -> frozenset[str]:
        """What was stored into since the last answer, as soon as there is one, by name; everything
        watched when the time is up. May name what nothing was stored into."""
        ...

    def stop(self) -> None:
        """Ends a wait at once, and every later one."""
        ...


class Bells:
    """Datagram sockets in a directory that only this user can enter: ``<name>/<process>.<number>``."""

    _numbers = itertools.count()

    def __init__(self, directory: Path) -> None:
        """Raises OSError where the directory cannot be made or belongs to somebody else."""
        directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        if directory.stat().st_uid != os.getuid():
            raise PermissionError(f"{directory} belongs to another user")
        self._directory = directory
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.setblocking(False)

    def ring(self, name: str) -> None:
        """Everybody who listens by this name; never waits, never fails."""
        try:
            listening = os.listdir(self._directory / name)
        except FileNotFoundError:
            return
        for one in listening:
            address = str(self._directory / name / one)
            try:
                self._socket.sendto(_RING, address)
            except ConnectionRefusedError:  # left behind by a killed process
                with contextlib.suppress(FileNotFoundError):
                    os.unlink(address)
            except OSError:
                continue  # it has rings enough to hear, or has just gone

    def listen(self, names: Iterable[str]) -> Listener:
        addresses = {}
        for name in names:
            (self._directory / name).mkdir(exist_ok=True, mode=0o700)
            addresses[name] = self._directory / name / f"{os.getpid()}.{next(self._numbers)}"
        return Listener(addresses)


class Listener:
    """For use by one thread; ``stop`` may come from another."""

    def __init__(self, addresses: dict[str, Path]) -> None:
        self._sockets: dict[str, socket.socket] = {}
        self._addresses = addresses
        for name, address in addresses.items():
            one = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
            one.setblocking(False)
            one.bind(str(address))
            self._sockets[name] = one
        self._stop, self._stopped = socket.socketpair()
        self._all = frozenset(addresses)
        self._first = True

    def wait(self, seconds: float) -> frozenset[str]:
        if self._first:  # whatever came before it listened
            self._first = False
            return self._all
        ready, _, _ = select.select([*self._sockets.values(), self._stopped], [], [], seconds)
        rung = frozenset(name for name, one in self._sockets.items() if one in ready)
        for name in rung:
            _drain(self._sockets[name])
        return rung or self._all

    def stop(self) -> None:
        with contextlib.suppress(OSError):
            self._stop.send(_RING)
        for address in self._addresses.values():
            with contextlib.suppress(FileNotFoundError):
                address.unlink()


def _drain(one: socket.socket) -> None:
    with contextlib.suppress(BlockingIOError):
        while True:
            one.recv(_DRAIN)


def open_bells(directory: Path | None) -> Bells | None:
    """``None`` where none was named or it cannot be used: then change streams wake."""
    if directory is None:
        return None
    try:
        return Bells(directory)
    except OSError:
        return None
