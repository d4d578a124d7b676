"""The protocol of the jury that chose the best mentors, in the wording of a school's office."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from services.reporting.application.report_paper import day
from services.reporting.domain.ranking import CRITERIA
from shared.documents.paper import Block, Heading, Paper, Paragraph, Signatures, Table


@dataclass(frozen=True, slots=True)
class Decision:
    """``rank`` is the place by the open criteria on the day of the decision."""

    mentor: str
    award: str
    chosen: bool
    rank: int | None
    reason: str
    said: str


@dataclass(frozen=True, slots=True)
class ProtocolSheet:
    organisation: str
    year: str
    number: str
    on: date
    chair: str
    members: tuple[str, ...]
    decisions: tuple[Decision, ...]


def protocol_paper(sheet: ProtocolSheet) -> Paper:
    return Paper(
        title="ПРОТОКОЛ",
        subtitle=f"заседания жюри от {day(sheet.on)} № {sheet.number}",
        organisation=sheet.organisation,
        blocks=tuple(_blocks(sheet)),
    )


def _blocks(sheet: ProtocolSheet) -> Iterator[Block]:
    yield Paragraph(f"Председатель жюри: {sheet.chair or '________________'}")
    if sheet.members:
        yield Paragraph(f"Члены жюри: {', '.join(sheet.members)}")
    yield Heading("Повестка")
    yield Paragraph(
        f"О награждении лучших наставников по итогам {sheet.year} учебного года"
        " по открытым критериям."
    )
    yield Heading("Критерии")
    yield Table(
        ("Критерий", "Вес, баллов"),
        tuple((one.title_ru, str(one.weight)) for one in CRITERIA),
        (4, 1),
    )
    yield Heading("Рассмотрено (место – по критериям)")
    yield Table(
        ("№", "Наставник", "Номинация", "Место", "Решение", "Обоснование"),
        tuple(decision_cells(n, one) for n, one in enumerate(sheet.decisions, 1)),
        (0.4, 2, 1.5, 0.8, 1.5, 2.8),
    )
    chosen = [one for one in sheet.decisions if one.chosen]
    yield Heading("Решили")
    for number, one in enumerate(chosen, 1):
        yield Paragraph(f"{number}. Наградить: {one.mentor} – «{one.award}».")
    if not chosen:
        yield Paragraph("Никого не награждать.")
    yield Signatures(
        (("Председатель жюри", sheet.chair), *(("Член жюри", name) for name in sheet.members))
    )


def decision_cells(number: int, one: Decision) -> tuple[str, ...]:
    return (
        str(number), one.mentor, one.award, str(one.rank) if one.rank else "–",
        verdict(one), "\n".join(text for text in (one.reason, one.said) if text),
    )  # fmt: skip


def verdict(one: Decision) -> str:
    return "наградить" if one.chosen else "не награждать"
