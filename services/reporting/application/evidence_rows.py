"""What stands behind a tick, thing by thing: kinds, ids and days for whoever puts words to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from services.reporting.domain.evidence.ledger import Ledger
from services.reporting.domain.evidence.proof import Proof
from services.reporting.domain.roadmap.items import BY_NUMBER

_TOLD: Final = (
    "item", "of", "role", "stage", "side", "outcome", "attended", "invited", "answered", "cast",
    "minutes", "pairs", "dates", "forms", "experts", "materials", "index", "survey",
)  # fmt: skip
"""Fields of a note that say nothing about a person beyond that they took part: no decisions, and not
who told something about a child."""
_PAIRINGS: Final = frozenset({"5.4", "6.1", "6.2", "6.3", "6.4", "6.5", "6.6", "7.7"})


def rows(proof: Proof, ledger: Ledger) -> list[dict[str, Any]]:
    """In the order of kinds and ids."""
    return [
        _row(evidence.kind, id, note, ledger)
        for evidence in proof.evidence
        for id, note in zip(evidence.ids, evidence.notes, strict=True)
    ]


def _row(kind: str, id: str, note: Mapping[str, Any], ledger: Ledger) -> dict[str, Any]:
    pairing = note.get("pairing")
    return {
        "kind": kind,
        "id": id,
        "on": note.get("at"),
        "person": note.get("person"),
        "pairing": pairing,
        "people": _people(pairing, ledger),
        "facts": {name: note[name] for name in _TOLD if note.get(name) is not None},
    }


def missing_rows(number: str, proof: Proof, ledger: Ledger) -> list[dict[str, Any]]:
    """Who or what is needed and not there."""
    kind = _kind_of_need(number)
    return [
        {
            "kind": kind, "id": id, "person": id if kind == "person" else None,
            "pairing": id if kind == "pairing" else None,
            "people": _people(id, ledger) if kind == "pairing" else [],
        }
        for id in sorted(proof.missing)
    ]  # fmt: skip


def _kind_of_need(number: str) -> str:
    assert number in BY_NUMBER
    if number in _PAIRINGS:
        return "pairing"
    return "survey" if number == "6.8" else "person"


def _people(pairing: str | None, ledger: Ledger) -> list[str]:
    """The mentor first; nobody erased."""
    found = ledger.pairings.get(pairing) if pairing else None
    if found is None:
        return []
    people = [found["mentor"], *found.get("staying", found["mentees"])]
    return [person for person in people if person not in ledger.erased]


def page_of(found: Sequence[Mapping[str, Any]], after: str | None, limit: int) -> dict[str, Any]:
    """A page of rows that are computed whole; ``after`` is the ``kind:id`` of the last row seen."""
    marks = [f"{row['kind']}:{row['id']}" for row in found]
    begin = marks.index(after) + 1 if after in marks else 0
    end = begin + limit
    more = end < len(found)
    return {"items": list(found[begin:end]), "next": marks[end - 1] if more else None}
