"""The access report and the erasure certificate as papers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from services.participants.application import access_words as words
from services.participants.application.access import Report
from services.participants.application.access_words import word
from services.participants.application.shipped_words import shipped_word
from shared.documents.paper import Block, Fields, Heading, Paper, Paragraph, Signatures, Table

_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}\Z")


def report_paper(report: Report, language: str) -> Paper:
    ru = language == "ru"
    blocks: list[Block] = [
        Fields(
            (
                ("Чьи данные" if ru else "Whose data", report.name),
                ("Составлен" if ru else "Made on", _day(report.made_at)),
            )
        )
    ]
    blocks.append(Heading("Что хранится" if ru else "What is held"))
    for name, held in report.services.items():
        rows = tuple(_held_row(item, language) for item in held["items"] if said(item, language))
        if rows:
            blocks += [Heading(word(words.SERVICES, name, language)), _held_table(rows, ru)]
    blocks += _facts(report, language)
    blocks += _kept(report, language)
    blocks += _receivers(report, language)
    blocks += _reads(report, language)
    return Paper(
        title="Отчёт о персональных данных" if ru else "Report on personal data",
        subtitle=(
            "Что о вас хранится, кто это читал и кому передавалось"
            if ru
            else "What is held on you, who read it, whom it was given to"
        ),
        organisation=report.organisation,
        blocks=tuple(blocks),
        language=language,
        landscape=True,
    )


def _held_table(rows: tuple[tuple[str, ...], ...], ru: bool) -> Table:
    header = ("Дата", "Что это", "Цель", "Содержание")
    return Table(header if ru else ("Date", "What", "Purpose", "Text"), rows, (1.1, 2, 2, 6))


def _held_row(item: Mapping[str, Any], language: str) -> tuple[str, ...]:
    kind = word(words.KINDS, item["kind"].split(".", 1)[0], language)
    purposes = ", ".join(word(words.PURPOSES, one, language) for one in item["purposes"])
    lines = [f"{field}: {text}" for field, text in said(item, language)]
    if item["others"]:
        lines.append(
            "текст и о других людях" if language == "ru" else "the text is about others too"
        )
    return _day(item["at"]), kind, purposes, "; ".join(lines)


def readable(value: Any, language: str) -> str:
    """A text as it was opened, codes as words where there are any, ISO dates as people write them;
    empty where nothing was said."""
    ru = language == "ru"
    if value is None:
        return "ключ уничтожен" if ru else "the key is destroyed"
    if isinstance(value, Mapping):
        texts = {
            name: readable(inner, language) for name, inner in value.items() if inner is not None
        }
        return "; ".join(
            f"{_named(name, language)}: {text}" for name, text in texts.items() if text
        )
    if isinstance(value, list):
        return ", ".join(readable(one, language) for one in value if one is not None)
    if isinstance(value, bool):
        return ("да" if value else "нет") if ru else ("yes" if value else "no")
    if isinstance(value, str) and _DATE.match(value):
        return _day(value)
    if value in words.CODES:
        return word(words.CODES, value, language)
    return shipped_word(str(value), language)


def _named(code: str, language: str) -> str:
    if code in words.ANSWERS:
        return word(words.ANSWERS, code, language)
    return shipped_word(code, language)


def said(item: Mapping[str, Any], language: str) -> list[tuple[str, str]]:
    """Name and text of every field in which something was said."""
    shown = [(field, readable(value, language)) for field, value in item["texts"].items()]
    return [(word(words.FIELDS, field, language), text) for field, text in shown if text]


def _facts(report: Report, language: str) -> Iterable[Block]:
    """Events that hold no text: how many of each kind, and from when to when."""
    ru = language == "ru"
    days: dict[str, list[str]] = {}
    for held in report.services.values():
        for item in held["items"]:
            if item["at"] and not said(item, language):
                days.setdefault(item["kind"].split(".", 1)[0], []).append(item["at"])
    if not days:
        return []
    rows = tuple(
        (word(words.KINDS, kind, language), str(len(at)), _day(min(at)), _day(max(at)))
        for kind, at in sorted(days.items())
    )
    header = ("Отметки без текста", "Сколько", "Первая", "Последняя")
    return [Table(header if ru else ("Notes without text", "How many", "First", "Last"), rows)]


def _kept(report: Report, language: str) -> Iterable[Block]:
    ru = language == "ru"
    rows = tuple(
        (
            word(words.KINDS, "order", language), kept["reference"], _day(kept["since"]),
            _day(kept["until"]), word(words.BASES, kept["basis"], language),
        )
        for held in report.services.values()
        for kept in held["kept"]
        if kept["kind"] == "order"
    )  # fmt: skip
    if not rows:
        return []
    header = ("Документ", "Номер", "От", "Хранится до", "Основание")
    english = ("Document", "Number", "Of", "Kept until", "Basis")
    title = "Документы, в которых вы названы" if ru else "Documents that name you"
    return [Heading(title), Table(header if ru else english, rows)]


def _receivers(report: Report, language: str) -> Iterable[Block]:
    ru = language == "ru"
    heading = Heading("Кому передавалось" if ru else "Whom it was given to")
    if not report.receivers:
        none = "Другим организациям ничего не передавалось."
        return [heading, Paragraph(none if ru else "Nothing was given to other organisations.")]
    rows = tuple(
        (
            one["organisation"],
            ", ".join(word(words.FIELDS, field, language) for field in one["fields"]),
            _day(one["until"]),
            _withdrawn(one["withdrawn"], ru),
        )
        for one in report.receivers
    )
    header = ("Организация", "Что видит", "До", "Состояние")
    return [
        heading,
        Table(header if ru else ("Organisation", "What it sees", "Until", "State"), rows),
    ]


def _withdrawn(withdrawn: bool, ru: bool) -> str:
    if withdrawn:
        return "отозвано" if ru else "withdrawn"
    return "действует" if ru else "in force"


def _reads(report: Report, language: str) -> Iterable[Block]:
    ru = language == "ru"
    rows = tuple(
        (
            _moment(one["at"]),
            ", ".join(word(words.ROLES, role, language) for role in one["roles"]) or "—",
            ", ".join(word(words.FIELDS, what, language) for what in one["what"]) or "—",
            word(words.REASONS, one["why"], language),
        )
        for one in report.reads
    )
    blocks: list[Block] = [Heading("Кто читал" if ru else "Who read it")]
    header = ("Когда", "Кто", "Что", "Зачем")
    blocks.append(Table(header if ru else ("When", "Who", "What", "Why"), rows, (1.4, 2, 3, 3)))
    if report.reads_more:
        more = "Более ранние чтения показаны на странице «Мои данные»."
        blocks.append(Paragraph(more if ru else "Earlier readings are on the page “My data”."))
    return blocks


def certificate_paper(content: Mapping[str, Any], code: str, link: str, language: str) -> Paper:
    """``link`` leads to the page that checks the code."""
    ru = language == "ru"
    asked = content["requested"]
    fields = (
        ("Номер записи" if ru else "Number of the record", content["person"]),
        ("Запрошено" if ru else "Requested",
         f"{_day(asked['on'])}, {word(words.ASKED_BY, asked['by'], language)}"),
        ("Начато" if ru else "Begun", _day(content["begun"])),
        ("Завершено" if ru else "Completed", _day(content["completed"])),
    )  # fmt: skip
    blocks: list[Block] = [Paragraph(_STATEMENT[0 if ru else 1]), Fields(fields)]
    places = tuple(
        (one["organisation"], word(words.SERVICES, one["service"], language), _day(one["erased"]))
        for one in content["places"]
    )
    header = ("Организация", "Часть платформы", "Ключи уничтожены")
    blocks += [
        Heading("Где удалено" if ru else "Where it was erased"),
        Table(header if ru else ("Organisation", "Part of the platform", "Keys destroyed"), places),
        Heading("Что сохраняется" if ru else "What is kept"),
        *_what_is_kept(content["kept"], language),
        Signatures((("Куратор" if ru else "Coordinator", ""),)),
    ]
    return Paper(
        title="Акт об уничтожении персональных данных"
        if ru
        else "Certificate of the erasure of personal data",
        organisation=content["organisation"]["name"],
        blocks=tuple(blocks),
        language=language,
        code=code,
        link=link,
    )


_STATEMENT = (
    "Ключи, которыми были зашифрованы сведения о человеке, уничтожены во всех перечисленных местах. "
    "Прочитать эти сведения больше нельзя. Имя в акте не указано: оно тоже уничтожено. Остаются "
    "номера, виды и даты событий, по которым человека узнать нельзя.",
    "The keys with which the data about the person were encrypted are destroyed in every place "
    "listed. The data can no longer be read. The name is not given here: it is destroyed too. "
    "Numbers, kinds and dates of events remain; they do not say who the person was.",
)


def _what_is_kept(kept: Iterable[Mapping[str, Any]], language: str) -> Iterable[Block]:
    ru = language == "ru"
    rows = tuple(
        (
            _kept_name(one, ru),
            one["organisation"],
            _day(one["until"]),
            word(words.BASES, one["basis"], language),
        )
        for one in kept
    )
    if not rows:
        return [
            Paragraph("Документов с именем не осталось." if ru else "No document with the name.")
        ]
    header = ("Что", "Организация", "До", "Основание")
    return [
        Table(header if ru else ("What", "Organisation", "Until", "Basis"), rows, (3, 2, 1.2, 3))
    ]


def _kept_name(one: Mapping[str, Any], ru: bool) -> str:
    if one["kind"] == "counts":
        return (
            f"подсчёт опроса, {one['reference']}"
            if ru
            else f"count of a survey, {one['reference']}"
        )
    on = _day(one["since"])
    return f"приказ № {one['reference']} от {on}" if ru else f"order No. {one['reference']} of {on}"


def _day(text: str | None) -> str:
    return datetime.fromisoformat(text).strftime("%d.%m.%Y") if text else "—"


def _moment(text: str) -> str:
    return datetime.fromisoformat(text).strftime("%d.%m.%Y %H:%M")
