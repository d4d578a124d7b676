"""Importing a workbook against its bare reading and the same documents in bare ordered writes."""

from __future__ import annotations

import io
import multiprocessing
import time
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import psutil
from python_calamine import CalamineWorkbook

from infra.bench.footprint import proportional_mib
from infra.bench.report import Row, alternate
from services.participants.application.imports.importing import Import
from services.participants.bootstrap import bootstrap
from shared.config import Settings
from shared.documents.sheets import Sheet, as_xlsx
from shared.domain.ids import ActorId, TenantId, new_id
from shared.eventstore.mongo import create_indexes
from shared.mongo import DURABLE, Client, connect
from shared.service import Service
from shared.tenancy.scope import Scope

ROWS = 10_000
FEW_ROWS = 1_000
WRITE = 200
YEAR = "2026/27"
_LETTERS = "абвгдежзиклмнопрстуфхэюя"
_HEADINGS = ("№ п/п", "ФИО ученика", "Дата рождения", "Класс", "Телефон",
             "Законный представитель", "Телефон родителя")  # fmt: skip


def workbook(rows: int) -> bytes:
    """A class list in which everybody has another name and guardian."""
    return as_xlsx(Sheet("Лист1", _HEADINGS, (_row(number) for number in range(rows))))


def _row(number: int) -> tuple[str, ...]:
    word = "".join(_LETTERS[number // len(_LETTERS) ** place % len(_LETTERS)] for place in range(4))
    born = date(2012, 1, 1) + timedelta(days=number % 1000)
    return (
        str(number + 1), f"Иван{word} Пётр Ильич", born.strftime("%d.%m.%Y"), f"{5 + number % 5}А",
        f"8 912 {number // 100:03}-{number % 100:02}-11", f"Иван{word}а Анна",
        f"+7 913 {number // 100:03}-{number % 100:02}-22",
    )  # fmt: skip


def import_all(service: Service, content: bytes) -> int:
    """The rows that went in, for a school that has nobody yet."""
    scope = Scope(TenantId(new_id()), ActorId("bench"), frozenset({"coordinator"}))
    one = Import(service, scope, "class_list", YEAR)
    done = 0
    for batch in one.planned(one.open(content)):
        done += sum(row.action == "new" for row in one.carry_out(batch))
    return done


class _Pair:
    """The import and the bare loop, each into empty collections with the same indexes."""

    def __init__(self, service: Service, client: Client, content: bytes) -> None:
        self._service = service
        self._keys = client[service.settings.database("participants_keys")]
        self._bare = client[service.settings.database("bare")]
        self._content = content
        self._commits: list[dict[str, Any]] = []
        self._made: list[dict[str, Any]] = []
        self.ours()

    def ours(self) -> float:
        self._service.db.commits.drop()
        create_indexes(self._service.db)
        self._keys.keys_participants.drop()
        self._service.vault.rings["own"].prepare()
        begin = time.monotonic()
        done = import_all(self._service, self._content)
        seconds = time.monotonic() - begin
        if done != ROWS:
            raise AssertionError(f"{done} rows of {ROWS} went in")
        if not self._commits:
            self._commits = list(self._service.db.commits.find().sort("$natural", 1))
            self._made = list(self._keys.keys_participants.find().sort("$natural", 1))
        return seconds

    def bare(self) -> float:
        self._bare.client.drop_database(self._bare.name)
        create_indexes(self._bare)
        self._bare.keys.create_index([("tenant", 1), ("subject", 1), ("purpose", 1)], unique=True)
        begin = time.monotonic()
        book = CalamineWorkbook.from_filelike(io.BytesIO(self._content))
        assert len(book.get_sheet_by_index(0).to_python()) == ROWS + 1
        for name, documents in (("keys", self._made), ("commits", self._commits)):
            collection = self._bare[name].with_options(write_concern=DURABLE)
            for start in range(0, len(documents), WRITE):
                collection.insert_many(documents[start : start + WRITE], ordered=True)
        return time.monotonic() - begin

    def note(self) -> str:
        return f"{ROWS} rows, {len(self._commits)} commits, {len(self._made)} keys"


def _import_once(environ: Mapping[str, str], rows: int) -> None:
    service = bootstrap(Settings.from_env("participants", environ))
    if import_all(service, workbook(rows)) != rows:
        raise AssertionError("the import left rows out")


def _peak_mib(environ: Mapping[str, str], rows: int) -> float:
    """The most that a process of its own, with the reader it starts, takes while it imports."""
    context = multiprocessing.get_context("spawn")
    process = context.Process(target=_import_once, args=(dict(environ), rows))
    process.start()
    assert process.pid is not None
    peak = 0.0
    while process.is_alive():
        try:
            peak = max(peak, proportional_mib([process.pid]))
        except psutil.Error:  # it ended between two looks
            continue
        time.sleep(0.02)
    process.join()
    if process.exitcode != 0:
        raise AssertionError("the import failed")
    return peak


def measure(environ: Mapping[str, str], rounds: int = 3) -> list[Row]:
    """Seconds for 10,000 rows, and what they take in memory beyond 1,000 rows."""
    environ = {**environ, "MENTORBASE_CELL": "bench_import"}
    settings = Settings.from_env("participants", environ)
    client = connect(settings.mongo_url, timeout_ms=60_000)
    service = bootstrap(settings)
    pair = _Pair(service, client, workbook(ROWS))
    mine, theirs, ratio = alternate(pair.ours, pair.bare, rounds)
    rows = [Row("import", "a workbook", mine, theirs, "s", ratio, 3.0, False, pair.note())]
    few, many = _peak_mib(environ, FEW_ROWS), _peak_mib(environ, ROWS)
    note = f"peaks {few:.0f} and {many:.0f}"
    more = many - few
    rows.append(
        Row("memory", f"{ROWS} rows beyond {FEW_ROWS}", more, 60.0, "MiB PSS", more / 60, 1.0, False,
            note)
    )  # fmt: skip
    for name in client.list_database_names():
        if name.startswith("bench_import"):
            client.drop_database(name)
    return rows
