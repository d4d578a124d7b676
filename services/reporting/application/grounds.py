"""What a monitoring report is judged from, so that no point is a matter of taste alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any, Final

from services.reporting.domain.evidence.board import prove
from services.reporting.domain.evidence.ledger import Ledger
from services.reporting.domain.monitoring_report.checklist import POINTS
from services.reporting.domain.roadmap.items import BY_NUMBER
from services.reporting.domain.survey.scales import SHOWN_FROM
from services.reporting.domain.survey.statements import STATEMENTS

ITEMS: Final[Mapping[str, tuple[str, ...]]] = {
    "goals": ("6.3", "6.6", "7.4"),
    "principles": ("2.1", "2.2", "3.3"),
    "methods": ("4.3", "4.4"),
    "climate": ("6.5", "6.8"),
    "logic": ("6.1", "6.2", "6.4"),
    "participants": ("6.8",),
    "partners": ("1.3", "7.1"),
    "activity": ("5.2", "6.4"),
    "use": ("7.4", "7.7"),
}
"""Point of the checklist → items of the roadmap that speak for it."""


def evidence_of_points(ledger: Ledger) -> list[dict[str, Any]]:
    proofs = prove(ledger)
    return [
        {
            **asdict(point),
            "items": [
                {
                    "item": number,
                    "title_ru": BY_NUMBER[number].title_ru,
                    "title_en": BY_NUMBER[number].title_en,
                    "ticked": proofs[number].ticked,
                    "needed": len(proofs[number].needed),
                    "present": len(proofs[number].present),
                }
                for number in ITEMS[point.code]
            ],
        }
        for point in POINTS
    ]


def chosen_statements(surveys: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """All roles together. ``answered`` counts those who could choose; nothing under five answers."""
    enough = [s["results"] for s in surveys if s["results"]["answered"] >= SHOWN_FROM]
    return {
        "answered": sum(results["answered"] for results in enough),
        "statements": [
            {
                **asdict(one),
                "count": sum(results.get("statements", {}).get(one.code, 0) for results in enough),
            }
            for one in STATEMENTS
        ],
    }
