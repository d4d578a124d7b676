"""The documents that end a year: report and protocol, one code checked as a stranger would."""

from __future__ import annotations

import hashlib
import io
import zipfile
from functools import partial
from typing import Final

from infra.demo.asking import Refusal, wait_for
from infra.demo.town import School

SITE: Final = "http://localhost:8000"
KINDS: Final = {"report", "protocol"}
_PAPERS: Final = (
    "Приказ-",
    "Дорожная-карта-",
    "Отчёт-о-мониторинге",
    "Протокол-жюри-",
    "Пары и группы",
)


def issue_papers(school: School) -> None:
    """The report and the jury's protocol as PDF and DOCX; the order has had its code all along."""
    town, staff = school.town, school.coordinator
    wait_for(partial(_report, school), bool, "the approved report")
    staff.until(
        "reporting", "/awards", lambda rows: any(r["status"] == "given" for r in rows),
        year=town.year,
    )  # fmt: skip
    staff.post("reporting", "/reports/issue", {"year": town.year, "site": SITE})
    sitting = {"year": town.year, "site": SITE, "number": f"{school.number}-ж",
               "date": town.today(), "chair": "Ёлкина А. Б."}  # fmt: skip
    staff.post("reporting", "/awards/protocol", sitting)
    rows = staff.until(
        "reporting", "/documents", lambda rows: {row["kind"] for row in rows} >= KINDS,
        year=town.year,
    )  # fmt: skip
    rows = [row for row in rows if row["kind"] in KINDS]
    for row in rows:
        for format in ("pdf", "docx"):
            path = f"/documents/{row['document']}/file?format={format}"
            content = staff.raw("reporting", path)
            (town.directory / f"{row['kind']}-school-{school.number}.{format}").write_bytes(content)
    _check(school, next(row for row in rows if row["kind"] == "report"))


def archive(school: School) -> None:
    """The year as one file: every paper that was issued is in it, the orders from matching too."""
    town, head = school.town, school.head
    path = f"/archives/{head.post('reporting', '/archives', {'year': town.year})['id']}"
    done = wait_for(
        lambda: head.get("reporting", path), lambda job: job["state"] not in ("queued", "working"),
        "the archive of the year",
    )  # fmt: skip
    content = head.raw("reporting", f"{path}/file")
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        names = " ".join(packed.namelist())
    if hashlib.sha256(content).hexdigest() != done["sha256"] or not all(
        k in names for k in _PAPERS
    ):
        raise AssertionError(f"the archive is {done} and holds {names}")
    (town.directory / f"archive-school-{school.number}.zip").write_bytes(content)
    town.say(f"{school.name}: архив года, документов {names.count('Документы/')}")


def _report(school: School) -> bool:
    """Whether it is approved, as far as its read model knows."""
    try:
        found = school.coordinator.get("reporting", "/reports", year=school.town.year)
    except Refusal as refused:
        if refused.status == 404:
            return False
        raise
    return found["approved"] is not None


def _check(school: School, row: dict[str, str]) -> None:
    """A stranger with the paper: the true file is known, a changed one is told."""
    stranger, town = school.town.asking.caller(school.tenant, "service"), school.town
    file = (town.directory / f"report-school-{school.number}.pdf").read_bytes()
    path = f"/documents/check/{row['code']}"
    true = stranger.get("reporting", path, sha256=hashlib.sha256(file).hexdigest())
    false = stranger.get("reporting", path, sha256=hashlib.sha256(file + b" ").hexdigest())
    if (true["status"], true["file"]["result"], false["file"]["result"]) != (
        "valid", "same", "changed",
    ):  # fmt: skip
        raise AssertionError(f"the check of the report tells {true}, {false}")
    town.say(f"отчёт {row['code']}: код действителен, изменённый файл распознан")
