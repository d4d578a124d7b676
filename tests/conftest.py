"""Fixtures of every test: real servers, and a cell of one's own."""

from __future__ import annotations

pytest_plugins = [
    "infra.testing.groups",
    "infra.testing.fixtures",
    "shared.testing.fixtures",
]
