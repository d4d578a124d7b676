"""2,000 reminders that are due at once, two workers, ``kill -9``: none missing, none needlessly twice."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from infra.bench.reminders import run
from shared.http.tokens import ensure_keys

pytestmark = [pytest.mark.integration, pytest.mark.faults, pytest.mark.timeout(400)]


def test_every_reminder_is_sent_and_at_most_one_twice_for_each_kill(
    mongo_url: str, cell: str, tmp_path: Path
) -> None:
    ensure_keys(tmp_path)
    (tmp_path / "master.key").write_bytes(os.urandom(32))
    environ = {
        **os.environ, "MONGO_URL": mongo_url, "MENTORBASE_CELL": cell,
        "MENTORBASE_SECRETS": str(tmp_path),
    }  # fmt: skip
    found = run(environ, tmp_path, letters=2_000, kills=3)
    assert (found.due, found.missing, found.strange) == (2_000, 0, 0)
    assert found.twice <= found.kills
