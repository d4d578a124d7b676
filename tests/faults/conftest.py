"""Platforms to kill parts of: real processes, a module's own servers, data in a directory of its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.faults.platform import Platform, running

SERVICES = ("participants", "matching")


@pytest.fixture(scope="module", name="platform")
def _platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    """Participants and matching with their workers, on the embedded bus."""
    with running(tmp_path_factory.mktemp("platform"), SERVICES) as platform:
        yield platform


@pytest.fixture(scope="module", name="on_kafka")
def _on_kafka(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    """The same on a broker of its own."""
    with running(tmp_path_factory.mktemp("on-kafka"), SERVICES, bus="kafka") as platform:
        yield platform
