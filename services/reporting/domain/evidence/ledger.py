"""All notes of one school and year, asked in the words of the roadmap."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

Doc = Mapping[str, Any]


class Ledger:
    """Built from documents in any order. Who is erased is in none of its answers.

    A pairing *counts* while it is active, and after it came to its planned end; suspended or ended
    early it is asked for nothing and proves nothing.
    """

    def __init__(self, year: str, notes: Iterable[Doc]) -> None:
        self.year = year
        self._by_kind: defaultdict[str, list[Doc]] = defaultdict(list)
        for doc in notes:
            if doc.get("year", year) == year:
                self._by_kind[doc["kind"]].append(doc)
        for docs in self._by_kind.values():
            docs.sort(key=lambda doc: str(doc["id"]))

    def of(self, kind: str, **equals: Any) -> list[Doc]:
        """Notes of a kind, without those about somebody erased."""
        return [
            doc
            for doc in self._by_kind.get(kind, ())
            if doc.get("person") not in self.erased
            and all(doc.get(name) == value for name, value in equals.items())
        ]

    @cached_property
    def erased(self) -> frozenset[str]:
        return frozenset(doc["person"] for doc in self._by_kind.get("erased", ()))

    @cached_property
    def _consents(self) -> Mapping[tuple[str, str], bool]:
        return {
            (doc["purpose"], doc["person"]): doc["on"] for doc in self._by_kind.get("consent", ())
        }

    def agrees(self, person: str, purpose: str = "participation") -> bool:
        """A consent is known and live."""
        return person not in self.erased and self._consents.get((purpose, person), False)

    def stopped(self, person: str, purpose: str = "participation") -> bool:
        """A consent is known to have ended, or the person is erased. Of another school's mentor
        no consent is known here: the permission stands for it."""
        return person in self.erased or self._consents.get((purpose, person)) is False

    def candidates(self, role: str) -> list[Doc]:
        return self.of("candidate", role=role, on=True)

    def answers(self, of: str) -> list[Doc]:
        """Questionnaires of a kind that were answered and not struck since."""
        return [doc for doc in self.of("response", of=of) if not doc.get("struck")]

    def responses(self, of: str, people: frozenset[str]) -> list[Doc]:
        """Answers of a kind about people on the list whose consent lives."""
        return [
            doc
            for doc in self.answers(of)
            if doc["person"] in people and self.agrees(doc["person"])
        ]

    @cached_property
    def admitted(self) -> list[Doc]:
        return [
            doc for doc in self.of("mentee", status="admitted") if not self.stopped(doc["person"])
        ]

    @cached_property
    def listed(self) -> list[Doc]:
        """Mentors in the year's base: own ones and other schools' by permission."""
        return [doc for doc in self.of("mentor", on=True) if not self.stopped(doc["person"])]

    def measured(self, role: str, stage: int) -> tuple[list[Doc], frozenset[str]]:
        rounds = self.of("round", role=role, stage=stage, on=True)
        people = {person for doc in rounds for person in doc["measured"]} - self.erased
        return rounds, frozenset(people)

    @cached_property
    def pairings(self) -> Mapping[str, Doc]:
        """The pairings that count, by id."""
        return {
            doc["pairing"]: doc
            for doc in self._by_kind.get("pairing", ())
            if "form" in doc and _counts(doc)
        }

    @cached_property
    def ordered(self) -> list[Doc]:
        """Every pairing that was ever active this year, however it ended."""
        return [doc for doc in self._by_kind.get("pairing", ()) if "form" in doc]

    def about_pairings(self, kind: str, **equals: Any) -> list[Doc]:
        """Notes about pairings that count."""
        return [doc for doc in self.of(kind, **equals) if doc["pairing"] in self.pairings]


def _counts(doc: Doc) -> bool:
    status = doc.get("status")
    return status == "active" or (status == "ended" and doc.get("reason") == "completed")


def people(docs: Sequence[Doc], field: str = "person") -> frozenset[str]:
    return frozenset(doc[field] for doc in docs)
