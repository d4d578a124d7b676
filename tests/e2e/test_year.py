"""One whole mentoring year through the public APIs; every item of every roadmap is proven."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def drive(home: Path, bus: str) -> subprocess.CompletedProcess[str]:
    environ = {**os.environ, "MENTORBASE_HOME": str(home), "PYTHONPATH": str(ROOT), "COLUMNS": "160"}
    environ.pop("MONGO_URL", None)
    return subprocess.run(
        [sys.executable, "-m", "infra.demo", "--start", "--bus", bus],
        env=environ, cwd=ROOT, capture_output=True, text=True, timeout=580, check=False,
    )  # fmt: skip


def assert_whole(done: subprocess.CompletedProcess[str]) -> None:
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-3000:]
    assert done.stdout.count("выполнено 35 из 35") == 3
    assert "✗" not in done.stdout


@pytest.mark.e2e
@pytest.mark.integration
@pytest.mark.timeout(600)
def test_the_year_is_whole_on_the_embedded_bus(tmp_path: Path) -> None:
    assert_whole(drive(tmp_path, "embedded"))
    orders = sorted(p.name for p in (tmp_path / "demo" / "documents").iterdir())
    assert orders == [f"order-school-{n}.docx" for n in (1, 2, 3)]


@pytest.mark.e2e
@pytest.mark.kafka
@pytest.mark.long
@pytest.mark.timeout(600)
def test_the_year_is_whole_on_kafka(tmp_path: Path) -> None:
    assert_whole(drive(tmp_path, "kafka"))
