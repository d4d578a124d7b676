"""What proves an item: who or what is needed, what is there, and the notes behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from services.reporting.domain.evidence.ledger import Doc


@dataclass(frozen=True, slots=True)
class Evidence:
    """Notes of one kind: how many, the latest date, their ids, and the notes in the same order."""

    kind: str
    ids: tuple[str, ...]
    latest: str
    notes: tuple[Doc, ...] = ()

    @property
    def count(self) -> int:
        return len(self.ids)


@dataclass(frozen=True, slots=True)
class Proof:
    """``needed`` and ``present`` are ids of the same things: people, pairings or records.

    Ticked: something is present, nothing needed is missing, and what else the item asks for
    (``complete``) is there.
    """

    needed: frozenset[str]
    present: frozenset[str]
    evidence: tuple[Evidence, ...]
    complete: bool = True
    facts: Mapping[str, int] = field(default_factory=dict)

    @property
    def ticked(self) -> bool:
        return self.complete and bool(self.present) and self.needed <= self.present

    @property
    def missing(self) -> frozenset[str]:
        return self.needed - self.present


def shown(docs: Sequence[Doc], kind: str | None = None) -> tuple[Evidence, ...]:
    """The evidence of notes of one kind; nothing for none."""
    if not docs:
        return ()
    notes = tuple(sorted(docs, key=lambda doc: str(doc["id"])))
    ids = tuple(str(doc["id"]).split(":", 1)[1] for doc in notes)
    latest = max(str(doc.get("at", "")) for doc in docs)
    return (Evidence(kind or docs[0]["kind"], ids, latest, notes),)


def records(docs: Sequence[Doc], *, complete: bool = True, **facts: int) -> Proof:
    """An item that any standing record proves."""
    ids = frozenset(str(doc["id"]).split(":", 1)[1] for doc in docs)
    return Proof(frozenset(), ids, shown(docs), complete, facts)
