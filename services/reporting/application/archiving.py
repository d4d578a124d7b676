"""Puts a year into one ZIP file: every issued document, registers, a table of contents with hashes.

Whoever does not take part any more is named in no register, and a document that names them is left
out and listed as such; orders are acts of the school and are kept whole.
"""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from typing import Any, Final

from pymongo.errors import PyMongoError

from services.reporting.application import archive_jobs as jobs
from services.reporting.application.boards import live_board
from shared.documents.issuing import file_of, version_of
from shared.documents.sheets import Cell, Sheet, as_csv, as_xlsx
from shared.domain.errors import DomainError, NotFound, Refused
from shared.domain.ids import PersonId, derived_id
from shared.http.gate import unconsented
from shared.http.names import names_of, organisation_of, peer
from shared.mongo import Document
from shared.observability.logs import logger
from shared.service import Service
from shared.tenancy.scope import Scope

LARGEST: Final = 100 * 2**20
_log = logger(__name__)
_KINDS: Final = {
    "order": "Приказ", "roadmap": "Дорожная карта", "report": "Отчёт о мониторинге",
    "protocol": "Протокол жюри", "consent": "Копия согласия", "certificate": "Сертификат",
}  # fmt: skip
_STATES: Final = {"valid": "действует", "replaced": "заменён", "revoked": "отозван"}
_BY_OFFICE: Final = frozenset({"roadmap", "report"})
"""They name staff who are in charge or sign: no consent to taking part is asked of these."""
_PAIRS: Final = {
    "proposed": "предложена", "agreed": "согласована", "fixed": "закреплена", "active": "работает",
    "suspended": "приостановлена", "ended": "завершена", "dropped": "не состоялась",
}  # fmt: skip
_CONTENTS: Final = ("Файл", "Документ", "Номер", "Дата", "Версия", "Состояние", "Код", "SHA-256")
GONE: Final = "(участие прекращено)"


class Cancelled(Exception):
    """Somebody has cancelled the archive, or another worker has it."""


@dataclass
class Packing:
    """What is in the file already, and what the table of contents says of it."""

    buffer: io.BytesIO = field(default_factory=io.BytesIO)
    contents: list[tuple[Cell, ...]] = field(default_factory=list)
    people: set[str] = field(default_factory=set)
    staff: set[str] = field(default_factory=set)
    """Named by their office: an erasure darkens the archive, a missing consent does not."""
    left_out: int = 0

    def __post_init__(self) -> None:
        self.zip = zipfile.ZipFile(self.buffer, "w", zipfile.ZIP_DEFLATED)

    def names(self, row: Mapping[str, Any]) -> None:
        (self.staff if row["kind"] in _BY_OFFICE else self.people).update(row["people"])

    def add(self, name: str, content: bytes, *about: Cell) -> None:
        self.zip.writestr(name, content)
        told = (*about, *("",) * (6 - len(about)))
        self.contents.append((name, *told, hashlib.sha256(content).hexdigest()))


def advance(service: Service) -> int:
    """Makes the next archive that waits; answers how many it made."""
    jobs.expire(service)
    job = jobs.take(service)
    if job is None:
        return 0
    try:
        packing = pack(service, job)
        content = packing.buffer.getvalue()
        people, staff = sorted(packing.people), sorted(packing.staff - packing.people)
        jobs.finish(
            service, job, content, people, staff,
            files=len(packing.contents), left_out=packing.left_out,
        )  # fmt: skip
    except Cancelled:
        pass
    except DomainError as error:
        jobs.fail(service, job, error.code)
    except PyMongoError:
        raise
    except Exception as error:  # a broken archive must not stop the worker
        _log.error("archive_failed", error=type(error).__name__)
        jobs.fail(service, job, "internal")
    return 1


def pack(service: Service, job: Document) -> Packing:
    """Raises Cancelled between two files."""
    scope, packing = jobs.scope_of(job), Packing()
    documents = list(_documents(service, scope, job["year"]))
    total = len(documents) + len(_REGISTERS)
    for done, (owner, row) in enumerate(documents):
        _go_on(service, job, done, total)
        _put_document(service, scope, packing, owner, row)
        if packing.buffer.tell() > LARGEST:
            raise Refused("the archive is too large", code="archive-large")
    for number, register in enumerate(_REGISTERS, len(documents)):
        _go_on(service, job, number, total)
        _put_register(packing, register(service, scope, job["year"], packing))
    _go_on(service, job, total, total)
    _close(service, scope, packing, job["year"])
    return packing


def _go_on(service: Service, job: Document, done: int, total: int) -> None:
    if not jobs.beat(service, job, done, total):
        raise Cancelled


def _documents(
    service: Service, scope: Scope, year: str
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Orders from matching, the rest from here; the oldest first."""
    rows = [
        ("matching", row) for row in _all(service, scope, "matching", "/v1/documents", year=year)
    ]
    rows += [
        ("reporting", row)
        for row in service.views.showing(scope, "issued_documents").all({"year": year})
    ]
    yield from sorted(rows, key=lambda one: (one[1]["on"], one[1]["number"], one[1]["version"]))


def _all(
    service: Service, scope: Scope, owner: str, path: str, **params: str
) -> Iterator[Mapping[str, Any]]:
    yield from peer(service, owner).rows(path, scope, params=params, seconds=20.0)


def _put_document(
    service: Service, scope: Scope, packing: Packing, owner: str, row: Mapping[str, Any]
) -> None:
    on = date.fromisoformat(row["on"])
    about = (
        _KINDS[row["kind"]], row["number"], on, row["version"], _STATES[row["status"]],
        row["code"] or "",
    )  # fmt: skip
    if row["kind"] not in _BY_OFFICE and missing_of(service, scope, row["people"]):
        packing.left_out += 1
        packing.contents.append(("не включён: кто-то больше не участвует", *about, ""))
        return
    for file in row["files"]:
        name = _name(row, on, file["format"], owner)
        try:
            content = _content(service, scope, owner, row, file["format"])
        except NotFound:
            packing.left_out += 1
            packing.contents.append(("не включён: файл уничтожен", *about, file["sha256"]))
            continue
        packing.names(row)
        packing.add(name, content, *about)


def _content(
    service: Service, scope: Scope, owner: str, row: Mapping[str, Any], format: str
) -> bytes:
    if owner == service.name:
        issued = version_of(service, scope, row["document"], row["version"])
        return file_of(service, scope, issued, format)
    path = f"/v1/documents/{row['document']}/file"
    params = {"format": format, "version": row["version"]}
    return peer(service, owner).request("GET", path, scope, params=params, seconds=20.0).content


def _name(row: Mapping[str, Any], on: date, format: str, owner: str) -> str:
    """Unique, and a name on every system: what is no letter, digit or dash becomes one."""
    said = f"{_KINDS[row['kind']]} {row['number']}".strip()
    plain = re.sub(r"[^\w-]+", "-", said).strip("-")[:80]
    return f"Документы/{on.isoformat()}-{plain}-{row['document'][:6]}-в{row['version']}.{format}"


def missing_of(service: Service, scope: Scope, people: Sequence[str]) -> frozenset[str]:
    """Who has no live consent now. Raises Unavailable without an answer."""
    return unconsented(service.gate, scope, "participation", people)


def _pairs(service: Service, scope: Scope, year: str, packing: Packing) -> Sheet:
    """Names of those who take part now only."""
    programme = derived_id("programme", scope.tenant, year)
    rows = list(_all(service, scope, "matching", "/v1/pairs", programme=programme))
    everybody = sorted({p for row in rows for p in (row["mentor"], *row["mentees"])})
    gone = missing_of(service, scope, everybody)
    present = [PersonId(p) for p in everybody if p not in gone]
    names = names_of(service, scope, present, "archive")
    packing.people.update(names)
    told = [
        (
            names.get(row["mentor"], GONE), "; ".join(names.get(p, GONE) for p in row["mentees"]),
            row["form"], _PAIRS.get(row["status"], row["status"]),
            date.fromisoformat(row["starts"]), date.fromisoformat(row["ends"]),
        )
        for row in rows
    ]  # fmt: skip
    heads = ("Наставник", "Наставляемые", "Форма", "Состояние", "Начало", "Окончание")
    return Sheet("Пары и группы", heads, told)


def _roadmap(service: Service, scope: Scope, year: str, packing: Packing) -> Sheet:
    views = service.views
    try:
        plan = views.showing(scope, "roadmaps").get(derived_id("programme", scope.tenant, year))
    except NotFound:
        return Sheet("Дорожная карта", ("Пункт", "Что сделать", "Выполнен", "Доказательств"), ())
    board = live_board(partial(views.showing, scope), plan, service.clock.today())
    told = [
        (item["item"], item["title_ru"], "да" if item["ticked"] else "нет", item["present"])
        for item in board["items"]
    ]
    heads = ("Пункт", "Что сделать", "Выполнен", "Доказательств")
    return Sheet("Дорожная карта", heads, told, (8, 70, 12, 14))


_REGISTERS: Final = (_pairs, _roadmap)


def _put_register(packing: Packing, sheet: Sheet) -> None:
    rows = list(sheet.rows)
    fixed = Sheet(sheet.title, sheet.headings, rows, sheet.widths)
    packing.add(f"Реестры/{sheet.title}.xlsx", as_xlsx(fixed), f"Реестр: {sheet.title}")
    packing.add(f"Реестры/{sheet.title}.csv", as_csv(fixed), f"Реестр: {sheet.title}")


def _close(service: Service, scope: Scope, packing: Packing, year: str) -> None:
    """The table of contents last: it holds the hash of everything else."""
    sheet = Sheet("Содержание", _CONTENTS, packing.contents, (60, 24, 12, 12, 8, 12, 28, 68))
    made = service.clock.now().astimezone()
    said = (
        f"Архив программы наставничества\n{organisation_of(service, scope)}\n"
        f"Учебный год {year}\nСоставлен {_moment(made)}\n\n"
        "Содержание с контрольными суммами SHA-256 – в файлах «Содержание».\n"
    )
    packing.zip.writestr("Содержание.xlsx", as_xlsx(sheet))
    packing.zip.writestr("Содержание.csv", as_csv(sheet))
    packing.zip.writestr("Об архиве.txt", said.encode("utf-8-sig"))
    packing.zip.close()


def _moment(value: datetime) -> str:
    return value.strftime("%d.%m.%Y %H:%M")
