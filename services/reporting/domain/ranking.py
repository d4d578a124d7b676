"""Mentors in the order of open criteria, each with its value; the jury may decide otherwise.

A criterion is a share from 0 to 1, its weight a part of 100. What is not known yet counts nothing.
Equal scores share a rank, and the next one is counted on from all before it (1, 1, 3).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from services.reporting.domain.evidence.ledger import Doc, Ledger

MEETINGS: Final = 8
"""So many regular meetings of a pair are the whole of the second criterion."""


@dataclass(frozen=True, slots=True)
class Criterion:
    code: str
    weight: int
    title_ru: str
    title_en: str


CRITERIA: Final = (
    Criterion("goals", 40, "Цели достигнуты: доля пар, частично – половина",
              "Goals reached: share of pairs, partly counts half"),
    Criterion("meetings", 25, "Регулярные встречи: восемь на пару – полностью",
              "Regular meetings: eight a pair are all"),
    Criterion("feedback", 25, "Обратная связь наставляемых без низких оценок: доля ответов",
              "Mentees' feedback without low marks: share of answers"),
    Criterion("training", 10, "Обучение пройдено", "Training passed"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ranked:
    mentor: str
    rank: int
    score: float
    pairs: int
    values: Mapping[str, float | None]


def rank(ledger: Ledger) -> tuple[Ranked, ...]:
    """Mentors of pairings that count and who have not stopped."""
    pairs: dict[str, list[Doc]] = {}
    for doc in ledger.pairings.values():
        if not ledger.stopped(doc["mentor"]):
            pairs.setdefault(doc["mentor"], []).append(doc)
    scored = sorted(
        ((_score(values), mentor, values) for mentor, own in pairs.items()
         for values in (_values(ledger, mentor, own),)),
        key=lambda one: (-one[0], one[1]),
    )  # fmt: skip
    scores = [score for score, _, _ in scored]
    return tuple(
        Ranked(mentor, scores.index(score) + 1, score, len(pairs[mentor]), values)
        for score, mentor, values in scored
    )


def _score(values: Mapping[str, float | None]) -> float:
    return round(sum(one.weight * (values[one.code] or 0) for one in CRITERIA), 1)


def _values(ledger: Ledger, mentor: str, own: list[Doc]) -> dict[str, float | None]:
    ids = {doc["pairing"] for doc in own}
    worth = {"reached": 1.0, "partly": 0.5, "not_reached": 0.0}
    closed = [d for d in ledger.about_pairings("closing") if d["pairing"] in ids]
    met = [
        d for d in ledger.about_pairings("meeting", of="regular", on=True) if d["pairing"] in ids
    ]
    said = [d for d in ledger.about_pairings("feedback", side="mentee") if d["pairing"] in ids]
    trained = ledger.of("trained", person=mentor, passed=True)
    return {
        "goals": _mean([worth[d["outcome"]] for d in closed]),
        "meetings": min(1.0, len(met) / (MEETINGS * len(ids))),
        "feedback": _mean([0.0 if d["low"] else 1.0 for d in said]),
        "training": 1.0 if trained else 0.0,
    }


def _mean(values: list[float]) -> float | None:
    return sum(values) / len(values) if values else None
