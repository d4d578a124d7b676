"""A school's own form of its orders: which fields it has, whether a file will do, filling it."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from services.matching.application.document import (
    FORMS,
    Row,
    Sheet,
    amended,
    day,
    period,
    title_of,
    why,
)
from services.matching.domain.order_template import commands
from services.matching.domain.order_template.decider import ORDER_TEMPLATE
from shared.documents import template as templates
from shared.documents.paper import Break, Heading, Paper, Paragraph, Signatures, Table
from shared.documents.word import as_docx, marked
from shared.domain.errors import Refused
from shared.domain.ids import TenantId, derived_id
from shared.domain.personal import Personal
from shared.eventstore.handler import Outcome
from shared.tenancy.scope import Scope

if TYPE_CHECKING:
    from shared.service import Service

PLAIN: Final = (
    "organisation", "number", "date", "year", "title", "basis", "head", "coordinator", "amended",
    "code", "check",
)  # fmt: skip
LISTS: Final = ("begin", "leaving", "end")
ROW: Final = (
    "n", "mentor", "workplace", "mentees", "grades", "form", "starts", "ends", "period", "reason",
)  # fmt: skip
FIELDS: Final = templates.Fields(
    plain=frozenset(PLAIN),
    lists=frozenset(LISTS),
    row=frozenset(ROW),
    needed=frozenset({"number", "date", "head", *LISTS}),
)


class TemplateRefused(Refused):
    """The file cannot be the form of an order; ``code`` and the message say why."""

    def __init__(self, fault: templates.TemplateFault) -> None:
        super().__init__(str(fault), code=fault.code)


def template_id(tenant: TenantId) -> str:
    return derived_id("order_template", tenant)


def put(service: Service, scope: Scope, file: bytes, *, key: str) -> Outcome:
    """Raises TemplateRefused; a file that is refused changes nothing."""
    try:
        templates.check(file, FIELDS, [values_of(sample) for sample in _SAMPLES])
    except templates.TemplateFault as fault:
        raise TemplateRefused(fault) from fault
    text = Personal.of(base64.b64encode(file).decode())
    command = commands.Replace(text, hashlib.sha256(file).hexdigest(), len(file))
    return service.handler.handle(
        scope, ORDER_TEMPLATE, template_id(scope.tenant), command, key=key
    )


def of_school(service: Service, scope: Scope) -> tuple[bytes, str] | None:
    """The school's own form and its hash, ``None`` for the usual one."""
    state = service.handler.state(scope, ORDER_TEMPLATE, template_id(scope.tenant)).state
    if state.file is None:
        return None
    text = service.vault.open(scope.tenant, state.file.sealed)
    return (base64.b64decode(text), state.sha256) if text else None


def filled(template: bytes, sheet: Sheet, code: str = "", link: str = "") -> bytes:
    """With code and QR code at its end. Raises TemplateRefused: the order then stays a draft."""
    try:
        made = templates.fill(template, FIELDS, values_of(sheet, code, link))
    except templates.TemplateFault as fault:
        raise TemplateRefused(fault) from fault
    return marked(made, code, link)


def values_of(sheet: Sheet, code: str = "", link: str = "") -> Mapping[str, Any]:
    return {
        "code": code,
        "check": link,
        "organisation": sheet.organisation,
        "number": sheet.number,
        "date": day(sheet.on),
        "year": sheet.year,
        "title": title_of(sheet.kind),
        "basis": sheet.basis,
        "head": sheet.head,
        "coordinator": sheet.coordinator,
        "amended": amended(sheet),
        "begin": _rows(sheet.begin),
        "leaving": _rows(sheet.leaving),
        "end": _rows(sheet.end),
    }


def _rows(rows: Sequence[Row]) -> list[dict[str, str]]:
    return [
        {
            "n": str(number),
            "mentor": row.mentor,
            "workplace": row.workplace,
            "mentees": "\n".join(row.mentees),
            "grades": "\n".join(grade or "–" for grade in row.grades),
            "form": FORMS[row.form],
            "starts": day(row.starts),
            "ends": day(row.ends),
            "period": period(row),
            "reason": why(row) if row.reason else "",
        }
        for number, row in enumerate(rows, 1)
    ]


_ROW: Final = Row(
    "Образцова Мария Сергеевна", "МБОУ «Образец»", ("Примеров Илья", "Примерова Анна"),
    ("9", "10"), "student_pupil", date(2026, 9, 1), date(2027, 5, 31),
)  # fmt: skip
_GONE: Final = replace(_ROW, mentees=("Примеров Илья",), grades=("9",), reason="moved")
_FORMATION: Final = Sheet(
    "МБОУ «Образец»", "formation", "1-о", date(2026, 9, 1), "2026/27", "Образцов А. Б.",
    "Примерова В. Г.", "протокол", (_ROW,), (),
)  # fmt: skip
_SAMPLES: Final = (
    _FORMATION,
    replace(_FORMATION, kind="change", end=(_GONE,), leaving=(_GONE,), basis=""),
    replace(_FORMATION, kind="termination", begin=(), end=(_GONE,), coordinator=""),
)


def example() -> bytes:
    """A form to begin with: every field in its place, to be changed in a word processor."""
    blocks: list[Any] = [
        Heading("{{ title }}"),
        Paragraph("{% if basis %}На основании: {{ basis }}. {% endif %}В рамках программы"
                  " наставничества на {{ year }} учебный год"),
        Heading("ПРИКАЗЫВАЮ:"),
        Paragraph("{% if amended %}Внести изменения в {{ amended }}. {% endif %}Утвердить состав"
                  " наставнических пар и групп согласно приложению."),
        Paragraph("Куратору программы {{ coordinator }} ознакомить участников с приказом."),
        Signatures((("Директор", "{{ head }}"),)),
        Break(landscape=True),
        Paragraph("Приложение к приказу от {{ date }} № {{ number }}", right=True),
    ]  # fmt: skip
    for title, rows, last in (
        ("Закрепляются", "begin", "period"),
        ("Выбывают из состава групп", "leaving", "reason"),
        ("Прекращают работу", "end", "reason"),
    ):
        heads = ("№", "Наставник", "Место работы", "Наставляемые", "Класс", "Форма", "Примечание")
        names = ("n", "mentor", "workplace", "mentees", "grades", "form", last)
        empty = ("",) * (len(heads) - 1)
        blocks += [
            Paragraph(f"{{%p if {rows} %}}"),
            Heading(title),
            Table(heads, (
                (f"{{%tr for row in {rows} %}}", *empty),
                tuple(f"{{{{ row.{name} }}}}" for name in names),
                ("{%tr endfor %}", *empty),
            ), (0.5, 2.6, 2.6, 2.6, 0.9, 1.8, 2.2)),
            Paragraph("{%p endif %}"),
        ]  # fmt: skip
    return as_docx(
        Paper("ПРИКАЗ", tuple(blocks), organisation="{{ organisation }}",
              subtitle="от {{ date }} № {{ number }}")
    )  # fmt: skip
