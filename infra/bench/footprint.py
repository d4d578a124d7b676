"""Memory of all processes together, and the time from the command to the first page."""

from __future__ import annotations

import time
import urllib.request
from collections.abc import Callable

import psutil

from infra.bench.report import Row
from infra.layout import Layout
from infra.supervisor import Stack


def proportional_mib(pids: list[int]) -> float:
    """PSS: shared pages are counted once, in parts; of the processes and all their children."""
    total = 0
    for pid in pids:
        for process in (psutil.Process(pid), *psutil.Process(pid).children(recursive=True)):
            total += process.memory_full_info().pss
    return total / 2**20


def measure_memory(stack: Stack) -> list[Row]:
    pids = [child.pid for child in stack.children.values()]
    if stack.mongod is not None:
        pids.append(stack.mongod.child.pid)
    own = psutil.Process().memory_full_info().pss / 2**20
    total = proportional_mib(pids)
    note = f"of it mongod {proportional_mib(pids[-1:]):.0f}; this process beside it {own:.0f}"
    return [
        Row(
            "memory",
            "all processes, idle",
            total,
            1228.8,
            "MiB PSS",
            total / 1228.8,
            1.0,
            False,
            note,
        )
    ]


def measure_start(layout: Layout, make: Callable[[Layout], Stack]) -> list[Row]:
    """The second start: data and secrets are there."""
    begin = time.monotonic()
    stack = make(layout)
    stack.start()
    try:
        with urllib.request.urlopen(f"{layout.address}/sign-in", timeout=10) as answer:
            answer.read()
        seconds = time.monotonic() - begin
    finally:
        stack.stop()
    return [
        Row("start", "second start to the first page", seconds, 10.0, "s", seconds / 10, 1.0, False)
    ]
