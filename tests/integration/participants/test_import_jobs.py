"""An import in the background: seen coming, stopped, gone on with, and never brought in twice."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from infra.samples import write_all
from services.participants.application.imports import jobs
from services.participants.application.imports.carrying import Carrier
from services.participants.application.imports.planning import PlannedRow
from shared.documents.sheets import Sheet, as_csv
from tests.integration.participants.conftest import YEAR, Caller, Town

pytestmark = pytest.mark.integration
HEADINGS = ("№", "ФИО", "Дата рождения", "Класс", "Законный представитель", "Телефон представителя")
LETTERS = "абвгдежзиклмнопрст"


def people(count: int) -> bytes:
    """A class list of as many rows, in CSV."""
    rows = [
        (n + 1, f"Иван{LETTERS[n // 18]}{LETTERS[n % 18]} Пётр", "01.09.2013", "7А",
         f"Иван{LETTERS[n // 18]}{LETTERS[n % 18]}а Анна", "+7 912 345-67-89")
        for n in range(count)
    ]  # fmt: skip
    return as_csv(Sheet("", HEADINGS, rows))


def leave(staff: Caller, content: bytes, kind: str = "class_list", key: str | None = None) -> Any:
    answer = staff.http.post(
        f"/v1/imports/jobs?kind={kind}&year={YEAR}",
        data=content,
        headers=staff._headers(key),
        content_type="application/octet-stream",
    )
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return answer.get_json()


def work(town: Town) -> int:
    return jobs.advance(town.cell.service)


def commits(town: Town) -> int:
    return town.cell.service.db.commits.count_documents({"tenant": town.north})


def test_it_is_looked_at_then_brought_in_and_its_file_is_forgotten(town: Town) -> None:
    staff, service = town.coordinator(town.north), town.cell.service
    id = leave(staff, people(250))["id"]
    assert staff.get(f"/imports/jobs/{id}")["state"] == "looking"
    before = commits(town)
    assert work(town) == 1
    looked = staff.get(f"/imports/jobs/{id}")
    assert (looked["state"], looked["done"], looked["total"]) == ("looked", 250, 250)
    assert looked["counts"] == {"new": 250}
    assert commits(town) == before, "looking changes nothing"
    assert work(town) == 0, "it waits for a person"
    staff.post(f"/imports/jobs/{id}/start")
    work(town)
    done = staff.get(f"/imports/jobs/{id}")
    assert (done["state"], done["counts"]) == ("done", {"new": 250})
    assert commits(town) - before == 4 * 250
    assert service.db.import_files.count_documents({}) == 0
    keys = service.client[service.settings.database("participants_keys")].keys_participants
    assert keys.count_documents({"subject": f"import-{id}"}) == 0


def test_the_cells_say_where_what_and_what_to_do(town: Town, tmp_path: Path) -> None:
    write_all(tmp_path)
    staff = town.coordinator(town.north)
    id = leave(staff, (tmp_path / "errors-class-list.xlsx").read_bytes())["id"]
    work(town)
    first = staff.get(f"/imports/jobs/{id}/cells?limit=4")
    rest = staff.get(f"/imports/jobs/{id}/cells?limit=4&after={first['next']}")
    assert rest["next"] is None
    found = first["items"] + rest["items"]
    assert [(c["cell"], c["code"]) for c in found] == [
        ("B15", "name"), ("C16", "date"), ("C17", "date-range"), ("D18", "group"), ("E19", "phone"),
        ("B20", "missing"), ("B21", "duplicate"),
    ]  # fmt: skip
    assert found[1]["do_ru"] == "пишите так: 01.09.2012"
    stored = str(list(town.cell.service.db.import_cells.find()))
    assert "Безклассная" not in stored, "what stands in a cell is not kept"


@pytest.fixture(name="at_batch")
def _at_batch(monkeypatch: pytest.MonkeyPatch) -> Callable[[int, Callable[[], None]], None]:
    """Runs something just after a batch is stored: a person, a crash or a rival."""

    def arrange(number: int, act: Callable[[], None]) -> None:
        plain = Carrier.carry_out
        seen = [0]

        def carried(self: Carrier, rows: list[PlannedRow]) -> list[PlannedRow]:
            done = plain(self, rows)
            seen[0] += 1
            if seen[0] == number:
                act()
            return done

        monkeypatch.setattr(Carrier, "carry_out", carried)

    return arrange


def test_it_stops_between_batches_and_goes_on_without_doubles(town: Town, at_batch: Any) -> None:
    staff = town.coordinator(town.north)
    before = commits(town)
    id = leave(staff, people(300))["id"]
    work(town)
    staff.post(f"/imports/jobs/{id}/start")
    at_batch(1, lambda: staff.post(f"/imports/jobs/{id}/stop"))
    work(town)
    stopped = staff.get(f"/imports/jobs/{id}")
    assert stopped["state"] == "stopped"
    assert commits(town) - before == 4 * 200, "the first batch is in, the second is not"
    staff.post(f"/imports/jobs/{id}/start")
    work(town)
    assert staff.get(f"/imports/jobs/{id}")["counts"] == {"same": 200, "new": 100}
    assert commits(town) - before == 4 * 300
    town.cell.settle()
    assert town.cell.service.db.commits.count_documents({"pending": True}) == 0


class _PowerCut(BaseException):
    pass


def test_a_worker_that_dies_is_replaced_and_nothing_comes_twice(town: Town, at_batch: Any) -> None:
    staff, service = town.coordinator(town.north), town.cell.service
    before = commits(town)
    id = leave(staff, people(300))["id"]
    work(town)
    staff.post(f"/imports/jobs/{id}/start")

    def cut() -> None:
        raise _PowerCut

    at_batch(1, cut)
    with pytest.raises(_PowerCut):
        work(town)
    assert work(town) == 0, "its time is not up"
    service.db.import_jobs.update_many({}, [{"$set": {"beat": {
        "$dateSubtract": {"startDate": "$$NOW", "unit": "minute", "amount": 2}}}}])  # fmt: skip
    assert work(town) == 1
    done = staff.get(f"/imports/jobs/{id}")
    assert (done["state"], done["counts"]) == ("done", {"same": 200, "new": 100})
    assert commits(town) - before == 4 * 300


def test_the_same_request_is_the_same_job(town: Town) -> None:
    staff = town.coordinator(town.north)
    one = leave(staff, people(3), key="k1")
    two = leave(staff, people(3), key="k1")
    assert one["id"] == two["id"]
    assert len(staff.get("/imports/jobs")["items"]) == 1


def test_nobody_else_has_it(town: Town) -> None:
    id = leave(town.coordinator(town.north), people(3))["id"]
    for stranger in (town.coordinator(town.south), town.coordinator(town.north)):
        assert stranger.ask("GET", f"/imports/jobs/{id}").status_code == 404
        assert stranger.ask("GET", f"/imports/jobs/{id}/cells").status_code == 404
        assert stranger.ask("POST", f"/imports/jobs/{id}/start").status_code == 404
        assert stranger.get("/imports/jobs")["items"] == []
    head = town.cell.caller(town.north, "head")
    assert head.ask("GET", f"/imports/jobs/{id}").status_code == 403


def test_the_file_lies_sealed_while_it_waits(town: Town) -> None:
    leave(town.coordinator(town.north), people(3))
    stored = json.dumps(list(town.cell.service.db.import_files.find({}, {"until": 0})))
    assert "Иван" not in stored
    assert "0JjQstCw" not in stored, "nor in base64"


def test_a_table_that_is_not_there_fails_the_job_with_a_sentence(town: Town) -> None:
    staff = town.coordinator(town.north)
    id = leave(staff, as_csv(Sheet("", ("ФИО", "Рост"), [("Иванов Пётр", 150)])))["id"]
    work(town)
    shown = staff.get(f"/imports/jobs/{id}")
    assert shown["state"] == "failed"
    assert shown["problem"]["code"] == "file-columns"
    assert shown["problem"]["more"] == "Дата рождения"
    staff.refused(f"/imports/jobs/{id}/start")
