"""Groups of tests that need more than Python: left out in plain sight, or required."""

from __future__ import annotations

import functools
import os
import shutil
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any, Final

import pytest

from infra.broker.kafka import find_java, jars
from infra.testing.containers import docker_answers
from infra.waiting import NotReady

_PREFIX: Final = "left out: "


def _kafka_missing() -> str | None:
    if docker_answers():
        return None
    try:
        find_java()
        jars()  # fetched now, so that no test waits for them
    except NotReady as missing:
        return str(missing)
    return None


def _chromium_missing() -> str | None:
    return None if find_chromium() else "these need Chromium: sudo apt install chromium"


def find_chromium() -> str | None:
    """The system's browser, under any of its usual names."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return next(filter(None, map(shutil.which, names)), None)


GROUPS: Final[Mapping[str, Callable[[], str | None]]] = {
    "kafka": functools.cache(_kafka_missing),
    "chromium": functools.cache(_chromium_missing),
}
"""Marker → what is missing for it on this machine, with the line that installs it."""


def required() -> frozenset[str]:
    """The groups that must not be left out, from ``MENTORBASE_REQUIRE=kafka,chromium``."""
    names = frozenset(filter(None, os.environ.get("MENTORBASE_REQUIRE", "").split(",")))
    if unknown := names - GROUPS.keys():
        raise pytest.UsageError(f"MENTORBASE_REQUIRE knows no {', '.join(sorted(unknown))}")
    return names


def pytest_configure(config: pytest.Config) -> None:
    required()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    for group, missing in GROUPS.items():
        if item.get_closest_marker(group) is None or (reason := missing()) is None:
            continue
        if group in required():
            pytest.fail(f"the group “{group}” is required here: {reason}", pytrace=False)
        pytest.skip(f"{_PREFIX}{group}: {reason}")


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """One line a group: how many tests were left out, and how to have them."""
    left_out = Counter(
        report.longrepr[2].split(_PREFIX, 1)[1]
        for report in terminalreporter.stats.get("skipped", [])
        if isinstance(report.longrepr, tuple) and _PREFIX in report.longrepr[2]
    )
    if left_out:
        terminalreporter.section("groups left out")
    for reason, count in sorted(left_out.items()):
        terminalreporter.write_line(f"{count} × {reason}")
