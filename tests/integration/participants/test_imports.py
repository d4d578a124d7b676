"""A workbook as a coordinator has it: shown first, then brought in, and twice changes nothing."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from infra.samples import write_all
from tests.integration.participants.conftest import YEAR, Caller, Town
from tests.integration.participants.people import consent

pytestmark = pytest.mark.integration


@pytest.fixture(name="samples", scope="module")
def _samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("samples")
    write_all(directory)
    return directory


def upload(staff: Caller, path: Path, kind: str, *, dry_run: bool = False) -> dict[str, Any]:
    answer = staff.http.post(
        f"/v1/imports?kind={kind}&year={YEAR}&dry_run={str(dry_run).lower()}",
        data=path.read_bytes(),
        headers=staff._headers(None),
        content_type="application/octet-stream",
    )
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return dict(answer.get_json())


def commits(town: Town) -> int:
    return town.cell.service.db.commits.count_documents({})


def test_a_dry_run_says_what_would_happen_and_changes_nothing(town: Town, samples: Path) -> None:
    staff = town.coordinator(town.north)
    before = commits(town)
    shown = upload(staff, samples / "school-1-class-list.xlsx", "class_list", dry_run=True)
    assert shown["counts"] == {"new": 40, "changed": 0, "same": 0, "wrong": 1}
    assert commits(town) == before


def test_a_class_list_goes_in_and_the_same_file_again_changes_nothing(
    town: Town, samples: Path
) -> None:
    staff = town.coordinator(town.north)
    path = samples / "school-1-class-list.xlsx"
    first = upload(staff, path, "class_list")
    assert first["counts"] == {"new": 40, "changed": 0, "same": 0, "wrong": 1}
    assert [p["code"] for r in first["rows"] for p in r["problems"]] == ["duplicate"]
    town.cell.settle()
    stored = commits(town)
    again = upload(staff, path, "class_list")
    assert again["counts"] == {"new": 0, "changed": 0, "same": 40, "wrong": 1}
    assert commits(town) == stored
    listed = staff.get(f"/candidates?year={YEAR}&role=mentee&limit=200")["items"]
    assert len(listed) == 40
    assert sum(row["minor"] for row in listed) == 36


def test_wrong_rows_are_named_and_the_right_ones_still_go_in(town: Town, samples: Path) -> None:
    staff = town.coordinator(town.north)
    found = upload(staff, samples / "errors-class-list.xlsx", "class_list")
    assert found["counts"]["new"] == 10
    wrong = {
        row["row"]: [(p["column"], p["code"]) for p in row["problems"]]
        for row in found["rows"]
        if row["action"] == "wrong"
    }
    assert wrong == {
        15: [("ФИО", "name")],
        16: [("Дата рождения", "date")],
        17: [("Дата рождения", "date-range")],
        18: [("Класс", "group")],
        19: [("Телефон", "phone")],
        20: [("ФИО", "missing")],
        21: [("ФИО", "duplicate")],
    }
    town.cell.settle()
    assert len(staff.get(f"/candidates?year={YEAR}&role=mentee&limit=200")["items"]) == 10


def test_answers_go_in_only_for_those_with_a_consent(town: Town, samples: Path) -> None:
    staff = town.coordinator(town.north)
    upload(staff, samples / "school-1-class-list.xlsx", "class_list")
    town.cell.settle()
    path = samples / "school-1-mentee-answers.xlsx"
    refused = upload(staff, path, "mentee_answers")
    assert refused["counts"] == {"new": 0, "changed": 0, "same": 0, "wrong": 40}
    assert Counter(p["code"] for r in refused["rows"] for p in r["problems"]) == {"no-consent": 40}
    children = staff.get("/guardianships?limit=200")["items"][:5]
    for link in children:
        pair = {"guardian": link["guardian"], "child": link["child"]}
        staff.post("/guardianships/confirm", pair)
    town.cell.settle()
    for link in children:
        consent(staff, link["child"], guardian=link["guardian"])
    town.cell.settle()
    taken = upload(staff, path, "mentee_answers")
    assert taken["counts"]["new"] == 5
    again = upload(staff, path, "mentee_answers")
    assert (again["counts"]["same"], again["counts"]["new"]) == (5, 0)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"<html><table></table></html>", "web page"),
        (b"PK\x03\x04 not really a zip", "damaged"),
    ],
)
def test_what_is_no_workbook_is_explained(town: Town, content: bytes, words: str) -> None:
    staff = town.coordinator(town.north)
    answer = staff.http.post(
        f"/v1/imports?kind=class_list&year={YEAR}",
        data=content,
        headers=staff._headers(None),
        content_type="application/octet-stream",
    )
    assert answer.status_code == 422
    assert words in answer.get_json()["detail"]
