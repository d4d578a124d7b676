"""The roadmap as schools print it: an approved edition, a draft of one, and the report of execution."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from services.reporting.application.editions import ERASED
from services.reporting.domain.roadmap.items import STAGES
from shared.documents.paper import Block, Paper, Paragraph, Signatures, Table

ROLES: Final = {
    "head": "директор",
    "coordinator": "куратор",
    "psychologist": "педагог-психолог",
    "social_worker": "социальный педагог",
    "teacher": "классный руководитель",
    "mentor": "наставник",
    "company_coordinator": "координатор предприятия",
    "municipal_admin": "муниципальный координатор",
}
EVIDENCE: Final = {
    "outreach": "проведённые встречи",
    "consent": "согласия на участие",
    "response": "заполненные анкеты",
    "third_party": "сведения педагогов и специалистов",
    "mentee": "наставляемые в базе",
    "mentor": "наставники в базе",
    "forms": "выбор форм",
    "round": "закрытые измерения",
    "supply": "анализ базы наставников",
    "interview": "собеседования",
    "training": "планы обучения",
    "trained": "обученные наставники",
    "stays": "наставники, остающиеся в базе",
    "ballot": "сбор предпочтений",
    "proposal": "проекты распределения",
    "order": "приказы",
    "pairing": "оповещённые пары и группы",
    "meeting": "проведённые встречи пар",
    "goal": "согласованные цели",
    "schedule": "графики обратной связи",
    "feedback": "ответы обратной связи",
    "closing": "завершённые пары",
    "outcome": "итоги в базах",
    "survey": "проведённые опросы",
    "survey_answer": "ответы на опросы",
    "report": "утверждённый отчёт о мониторинге",
    "case": "утверждённые кейсы",
    "award": "вручённые награды",
    "publication": "публикации",
    "resource": "строки ресурсного плана",
    "requests": "предварительные запросы",
}
"""Kinds of evidence in the words of a school's office, in the plural before a number."""
TITLE: Final = "Дорожная карта реализации целевой модели наставничества"
_MONTHS: Final = (
    "января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября",
    "октября", "ноября", "декабря",
)  # fmt: skip
_APPROVED: Final = (0.5, 4.4, 2.1, 2.5, 2.5)
_REPORTED: Final = (0.5, 3.3, 1.9, 2.0, 1.6, 3.7)
Line = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Edition:
    """What stands above the table. ``number`` 0 is a draft; ``by`` is ``None`` after an erasure."""

    school: str
    year: str
    number: int
    on: date | None
    by: str | None
    code: str = ""
    link: str = ""


def approved_paper(edition: Edition, lines: Sequence[Line]) -> Paper:
    """As it was approved; a draft says so and has an empty place for the signature."""
    table = Table(
        ("№", "Мероприятие", "Срок", "Ответственный", "Отметка о выполнении"),
        tuple(by_stages(lines, mark_of)), _APPROVED,
    )  # fmt: skip
    return _paper(edition, TITLE, _below(edition), (table,))


def execution_paper(
    edition: Edition, lines: Sequence[Line], items: Mapping[str, Line], today: date
) -> Paper:
    """``items`` are those of the board: ticks, standings and evidence of today."""
    header = (
        "№", "Мероприятие", "Срок", "Ответственный", "Дата выполнения", "Чем подтверждено",
    )  # fmt: skip
    rows = by_stages(lines, lambda line: _execution(line, items[line["item"]], today))
    done = sum(bool(one["ticked"]) for one in items.values())
    applicable = sum(not one["not_applicable"] for one in items.values())
    late = sum(one["standing"] == "late" for one in items.values())
    basis = f"редакция № {edition.number} от {day(edition.on)}" if edition.number else "проект"
    said = f"По состоянию на {day(today)} выполнено {done} из {applicable}"
    blocks: tuple[Block, ...] = (
        Paragraph(f"{said}, просрочено: {late}. Сроки — по дорожной карте ({basis})."),
        Table(header, tuple(rows), _REPORTED),
        Signatures((("Куратор", ""), ("Директор", ""))),
    )
    return _paper(edition, "Отчёт о выполнении дорожной карты", school_year(edition), blocks)


def _paper(edition: Edition, title: str, subtitle: str, blocks: tuple[Block, ...]) -> Paper:
    reports = title != TITLE
    return Paper(
        title=title, subtitle=subtitle, organisation=edition.school, blocks=blocks,
        approved=() if reports else tuple(_approval(edition)),
        code=edition.code, link=edition.link, landscape=True, size=11,
    )  # fmt: skip


def _approval(edition: Edition) -> Iterator[str]:
    yield "УТВЕРЖДАЮ"
    yield "Директор"
    yield f"_______________ {initials(edition.by)}".rstrip()
    if edition.on is None:
        yield "«____» ______________ 20___ г."
    else:
        on = edition.on
        yield f"«{on.day:02d}» {_MONTHS[on.month - 1]} {on.year} г."


def _below(edition: Edition) -> str:
    if not edition.number:
        return f"{school_year(edition)}. Проект"
    return f"{school_year(edition)}. Редакция № {edition.number}"


def school_year(edition: Edition) -> str:
    first = int(edition.year[:4])
    return f"на {first}/{first + 1} учебный год"


def by_stages(lines: Sequence[Line], last: Any) -> Iterator[tuple[str, ...]]:
    """A row of one cell for each stage, then its items; ``last`` gives the cells after the fourth."""
    for stage in STAGES:
        yield (f"Этап {stage.number}. {stage.title_ru}",)
        for line in lines:
            if line["item"].startswith(f"{stage.number}."):
                term = f"{day(line['starts'])} – {day(line['ends'])}"
                in_charge = "—" if line["excluded"] else _in_charge(line)
                yield (
                    line["item"], line["title"], "—" if line["excluded"] else term, in_charge,
                    *last(line),
                )  # fmt: skip


def mark_of(line: Line) -> tuple[str, ...]:
    return (_not_applicable(line) if line["excluded"] else "",)


def _execution(line: Line, item: Line, today: date) -> tuple[str, str]:
    if item["not_applicable"]:
        return "—", _not_applicable(line)
    proof = "; ".join(
        f"{EVIDENCE.get(one['kind'], one['kind'])}: {one['count']}" for one in item["evidence"]
    )
    if item["ticked"]:
        return day(max(one["latest"] for one in item["evidence"])), proof
    lack = f"не хватает: {item['missing_count']}" if item["missing_count"] else ""
    behind = (today - date.fromisoformat(item["due"])).days
    state = f"просрочено, дней: {behind}" if item["standing"] == "late" else "не выполнено"
    return state, "; ".join(part for part in (proof, lack) if part) or "—"


def _not_applicable(line: Line) -> str:
    reason = line.get("reason")
    return f"Не применяется: {reason}" if reason else "Не применяется"


def _in_charge(line: Line) -> str:
    if line["person"] is None:
        return ROLES.get(line["role"], "—")
    name = line.get("name", "")
    return ERASED if name is None else name or "—"


def initials(name: str | None) -> str:
    """«А. И. Лебедева» of «Лебедева Анна Игоревна»."""
    if name is None:
        return ERASED
    words = name.split()
    return " ".join([*(f"{word[0]}." for word in words[1:]), *words[:1]])


def day(value: date | str | None) -> str:
    """01.09.2026; a dash for nothing."""
    if not value:
        return "—"
    known = date.fromisoformat(value) if isinstance(value, str) else value
    return known.strftime("%d.%m.%Y")
