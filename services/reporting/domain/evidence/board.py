"""Every item of the roadmap with its proof, and each stage's sum."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Final

from services.reporting.domain.evidence import proofs_pairs, proofs_people
from services.reporting.domain.evidence.ledger import Doc, Ledger
from services.reporting.domain.evidence.proof import Proof
from services.reporting.domain.progress.events import StageProgress
from services.reporting.domain.roadmap.items import ITEMS, STAGES

PROOFS: Final[Mapping[str, Callable[[Ledger], Proof]]] = {
    **proofs_people.PROOFS,
    **proofs_pairs.PROOFS,
}


def prove(ledger: Ledger) -> dict[str, Proof]:
    """Item → proof."""
    return {item.number: PROOFS[item.number](ledger) for item in ITEMS}


def board(year: str, notes: Iterable[Doc]) -> dict[str, Proof]:
    """As :func:`prove`, for the notes of one tenant; their order does not matter."""
    return prove(Ledger(year, notes))


def stages(
    proofs: Mapping[str, Proof], excluded: Collection[str] = (), late: Collection[str] = ()
) -> tuple[StageProgress, ...]:
    """Ticked of applicable items, and late ones, stage by stage."""
    counted = []
    for stage in STAGES:
        items = [
            item.number
            for item in ITEMS
            if item.stage == stage.number and item.number not in excluded
        ]
        ticked = sum(proofs[number].ticked for number in items)
        behind = sum(number in late for number in items)
        counted.append(StageProgress(stage.number, ticked, len(items), behind))
    return tuple(counted)
