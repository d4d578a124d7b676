"""The year as one file: whole, hashed, without whoever left, sealed, and gone when it must be."""

from __future__ import annotations

import csv
import hashlib
import io
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
from pypdf import PdfReader

from services.reporting.application import archive_jobs, archiving, printing
from shared.domain.ids import TenantId, new_id
from tests.integration.reporting.conftest import COUNCIL, SCHOOL, YEAR, Machine
from tests.integration.reporting.test_issued_documents import approved_report, decision, issued, sat

pytestmark = pytest.mark.integration
NAMES = {"head": "Ёлкина А. Б.", "ada": "Щукина Ада", "max": "Юрьев Максим", "kid": "Ёжиков Лев"}
PAIR = {"mentor": "ada", "mentees": ["kid"], "form": "pupil_pupil", "status": "active",
        "starts": "2026-09-01", "ends": "2027-05-31"}  # fmt: skip


@pytest.fixture(autouse=True)
def _peers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Participants knows three people, matching one pair and no order."""

    def names_of(service: Any, scope: Any, people: Any, why: str) -> dict[str, str]:
        return {person: NAMES[person] for person in people if person in NAMES}

    def rows(service: Any, scope: Any, owner: str, path: str, **params: str) -> Iterator[Any]:
        yield from ([PAIR] if path == "/v1/pairs" else [])

    for module in (archiving, printing):
        monkeypatch.setattr(module, "names_of", names_of)
        monkeypatch.setattr(module, "organisation_of", lambda *_: "Школа № 7")
    monkeypatch.setattr(archiving, "_all", rows)


def asked(machine: Machine, **rest: Any) -> Any:
    return machine.call("POST", "/archives", {"year": YEAR}, status=rest.pop("status", 202), **rest)


def made(machine: Machine) -> dict[str, Any]:
    id = asked(machine)["id"]
    assert archiving.advance(machine.service) == 1
    found: dict[str, Any] = machine.call("GET", f"/archives/{id}")
    return found


def file(machine: Machine, id: str, tenant: TenantId = SCHOOL, role: str = "head") -> Any:
    headers = {"Authorization": f"Bearer {machine.token(role, tenant)}"}
    return machine.client.get(f"/v1/archives/{id}/file", headers=headers)


def unpacked(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def contents(files: dict[str, bytes]) -> list[dict[str, str]]:
    text = files["Содержание.csv"].decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def test_everything_is_in_it_and_every_hash_is_right(machine: Machine) -> None:
    decision(machine, "ada", chosen=True)
    sat(machine)
    job = made(machine)
    assert (job["state"], job["left_out"]) == ("done", 0)
    content = file(machine, job["id"]).get_data()
    assert hashlib.sha256(content).hexdigest() == job["sha256"]
    files = unpacked(content)
    listed = {row["Файл"]: row["SHA-256"] for row in contents(files)}
    held = set(files) - {"Содержание.csv", "Содержание.xlsx", "Об архиве.txt"}
    assert set(listed) == held
    assert all(hashlib.sha256(files[name]).hexdigest() == listed[name] for name in held)
    assert any(name.startswith("Документы/2027-05-20-Протокол-жюри-1-ж") for name in held)
    assert "Ёжиков Лев" in files["Реестры/Пары и группы.csv"].decode("utf-8-sig")
    assert len(machine.call("GET", f"/archives/{job['id']}")["downloads"]) == 1


def test_whoever_left_is_named_nowhere(machine: Machine) -> None:
    decision(machine, "ada", chosen=True)
    sat(machine)
    machine.consents.withdrawn.add(("ada", "participation"))
    job = made(machine)
    assert job["left_out"] == 1
    files = unpacked(file(machine, job["id"]).get_data())
    assert not any(name.startswith("Документы/") for name in files)
    assert contents(files)[0]["Файл"].startswith("не включён")
    register = files["Реестры/Пары и группы.csv"].decode("utf-8-sig")
    assert "Щукина" not in register
    assert archiving.GONE in register


def test_a_withdrawal_after_it_was_made_destroys_it(machine: Machine) -> None:
    job = made(machine)
    machine.consents.withdrawn.add(("kid", "participation"))
    answer = file(machine, job["id"])
    assert (answer.status_code, answer.get_json()["code"]) == (409, "archive-outdated")
    machine.consents.withdrawn.clear()
    assert file(machine, job["id"]).status_code == 404
    assert machine.service.db.archive_files.count_documents({}) == 0
    assert machine.call("GET", f"/archives/{job['id']}")["state"] == "destroyed"


def test_an_erasure_darkens_it(machine: Machine) -> None:
    job = made(machine)
    machine.service.vault.erase(SCHOOL, "kid")
    assert file(machine, job["id"]).status_code == 404


def test_who_signs_is_asked_for_no_consent_and_can_be_erased(machine: Machine) -> None:
    approved_report(machine)
    issued(machine)
    machine.consents.withdrawn.add(("head", "participation"))
    job = made(machine)
    assert job["left_out"] == 0
    files = unpacked(file(machine, job["id"]).get_data())
    (pdf,) = [content for name, content in files.items() if name.endswith(".pdf")]
    said = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    assert NAMES["head"] in said
    machine.service.vault.erase(SCHOOL, "head")
    assert file(machine, job["id"]).status_code == 404
    row = machine.call("GET", "/documents")["items"][0]
    machine.call("GET", f"/documents/{row['document']}/file", status=404, format="pdf")
    NAMES.pop("head")
    try:
        issued(machine)
    finally:
        NAMES["head"] = "Ёлкина А. Б."
    again = made(machine)
    assert (again["state"], again["left_out"]) == ("done", 2)  # both files of the old version
    content = machine.client.get(
        f"/v1/documents/{row['document']}/file?format=pdf",
        headers={"Authorization": f"Bearer {machine.token('coordinator', SCHOOL)}"},
    ).get_data()
    said = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    assert "Ёлкина" not in said
    assert "Школа № 7" in said


def test_nothing_of_it_is_stored_in_the_clear(machine: Machine) -> None:
    made(machine)
    for part in machine.service.db.archive_files.find():
        assert part["sealed"].startswith("s1~own~")
        assert b"PK\x03\x04" not in part["sealed"].encode()


def test_one_at_a_time_and_the_same_key_is_the_same_archive(machine: Machine) -> None:
    key = new_id()
    assert asked(machine, key=key)["id"] == asked(machine, key=key)["id"]
    assert asked(machine, status=409)["code"] == "archive-under-way"
    assert asked(machine, tenant=COUNCIL)["state"] == "queued"


def test_a_cancelled_one_is_not_made(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    id = asked(machine)["id"]
    pairs = archiving._REGISTERS[0]

    def cancelling(*given: Any) -> Any:
        machine.call("POST", f"/archives/{id}/cancel", {})
        return pairs(*given)

    monkeypatch.setattr(archiving, "_REGISTERS", (cancelling, *archiving._REGISTERS[1:]))
    archiving.advance(machine.service)
    assert machine.call("GET", f"/archives/{id}")["state"] == "cancelled"
    assert file(machine, id).status_code == 404
    assert asked(machine)["state"] == "queued"


def test_an_abandoned_one_is_begun_again(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    id = asked(machine)["id"]
    assert archive_jobs.take(machine.service) is not None
    assert archiving.advance(machine.service) == 0
    monkeypatch.setattr(archive_jobs, "_ABANDONED", -archive_jobs._ABANDONED)
    assert archiving.advance(machine.service) == 1
    assert machine.call("GET", f"/archives/{id}")["state"] == "done"


def test_its_day_is_over(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive_jobs, "_KEPT", -archive_jobs._KEPT)
    job = made(machine)
    assert job["state"] == "expired"
    assert file(machine, job["id"]).status_code == 404
    archiving.advance(machine.service)
    assert machine.call("GET", f"/archives/{job['id']}")["state"] == "destroyed"


def test_another_school_or_role_does_not_get_it(machine: Machine) -> None:
    job = made(machine)
    assert file(machine, job["id"], COUNCIL).status_code == 404
    assert file(machine, job["id"], role="teacher").status_code == 403
    assert machine.call("GET", "/archives", tenant=COUNCIL, year=YEAR)["items"] == []
