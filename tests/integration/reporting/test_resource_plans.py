"""The plan of resources over HTTP: kept by year, sealed, closed to other schools."""

from __future__ import annotations

import pytest

from shared.contracts import meetings
from tests.integration.reporting.conftest import YEAR, Machine

pytestmark = pytest.mark.integration
LINE = {
    "year": YEAR, "kind": "people", "source": "outside", "what": "студенты-наставники",
    "who": "колледж связи", "needed": 4, "have": 1,
}  # fmt: skip


def test_a_plan_is_written_read_and_kept_apart(machine: Machine) -> None:
    machine.call("POST", "/resources", {**LINE, "kind": "facilities", "what": "кабинет", "have": 4})
    machine.call("POST", "/resources", LINE)
    machine.settle()
    first, second = machine.call("GET", "/resources", year=YEAR)["items"]
    assert (first["what"], first["who"], first["gap"]) == (
        "студенты-наставники",
        "колледж связи",
        3,
    )
    assert (second["kind"], second["gap"]) == ("facilities", 0)
    anew = {**LINE, "have": 4, "line": first["id"]}
    machine.call("POST", "/resources", anew, role="head")
    machine.settle()
    rows = machine.call("GET", "/resources", year=YEAR, role="teacher")["items"]
    assert [row["gap"] for row in rows] == [0, 0]
    assert machine.call("GET", "/resources", year="2025/26")["items"] == []
    machine.call("POST", "/resources", {**anew, "year": "2025/26"}, status=404)
    machine.call("POST", "/resources", LINE, role="teacher", status=403)
    machine.call("POST", "/resources", {**LINE, "kind": "money"}, status=422)
    machine.call("POST", f"/resources/{first['id']}/drop", {"year": YEAR})
    machine.call("POST", f"/resources/{first['id']}/drop", {"year": YEAR}, status=404)
    machine.settle()
    assert len(machine.call("GET", "/resources", year=YEAR)["items"]) == 1
    stored = str(list(machine.service.db.commits.find({})))
    assert "студенты" not in stored
    assert "колледж" not in stored


def test_the_roadmap_shows_what_is_missing(machine: Machine) -> None:
    machine.call("POST", "/roadmaps", {"year": YEAR, "starts": "2026-09-01", "ends": "2027-05-31"})
    machine.call("POST", "/resources", LINE)
    machine.hear(
        meetings.OutreachHeld("event", "1.3", YEAR, machine.service.clock.today(), 12, True)
    )
    machine.settle()
    shown = machine.board()["1.3"]
    assert shown["ticked"]
    assert (shown["facts"]["resources"], shown["facts"]["resource_gaps"]) == (1, 1)
