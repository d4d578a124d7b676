"""What each row would do: new, changed, the same as before, or wrong and why."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import msgspec

from services.participants.application.imports.rows import Problem, RowFacts, read_row
from services.participants.application.imports.values import same_name
from services.participants.application.imports.workbook import Row
from services.participants.application.registering import imported_person_id
from services.participants.domain.person import commands as people
from services.participants.domain.person.decider import PERSON
from services.participants.domain.questionnaire_response import commands as responses
from services.participants.domain.questionnaire_response.commands import response_id
from services.participants.domain.questionnaire_response.decider import QUESTIONNAIRE_RESPONSE
from shared.domain.ids import PersonId
from shared.http.gate import unconsented
from shared.service import Service
from shared.tenancy.scope import Scope

Kind = Literal["class_list", "mentor_list", "mentee_answers", "mentor_answers"]
Action = Literal["new", "changed", "same", "wrong"]
KINDS: tuple[Kind, ...] = ("class_list", "mentor_list", "mentee_answers", "mentor_answers")
BATCH = 200


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """``number`` as the spreadsheet shows it; a wrong row has problems and is left out."""

    number: int
    action: Action
    person: PersonId | None
    facts: RowFacts | None
    problems: tuple[Problem, ...] = ()
    key: str = ""


def wrong(row: PlannedRow, reason: str) -> PlannedRow:
    return PlannedRow(row.number, "wrong", row.person, None, (Problem("name", reason),))


class Planner:
    """Reads rows and the store, and changes nothing. One for one reading of a file: it remembers
    whom it has seen."""

    def __init__(self, service: Service, scope: Scope, kind: Kind, year: str) -> None:
        self._service = service
        self._scope = scope
        self._kind = kind
        self._year = year
        self._seen: set[str] = set()

    def planned(self, rows: Iterable[Row]) -> Iterator[list[PlannedRow]]:
        waiting = iter(rows)
        while batch := list(itertools.islice(waiting, BATCH)):
            yield self._judged([self._read(row) for row in batch])

    def _read(self, row: Row) -> PlannedRow:
        facts = read_row(self._kind, row, self._service.clock.today())
        if isinstance(facts, tuple):
            return PlannedRow(row.number, "wrong", None, None, facts)
        who = f"{same_name(facts.person.name)}|{facts.person.birth_date.isoformat()}"
        identity = digest(self._service, self._scope, who)
        if identity in self._seen:
            return PlannedRow(row.number, "wrong", None, None, (Problem("name", "duplicate"),))
        self._seen.add(identity)
        content = msgspec.json.encode(facts, order="deterministic").decode()
        key = digest(self._service, self._scope, f"{self._kind}|{self._year}|{identity}|{content}")
        person = imported_person_id(self._scope, identity)
        return PlannedRow(row.number, "new", person, facts, key=key)

    def _judged(self, rows: Sequence[PlannedRow]) -> list[PlannedRow]:
        right = {row.person: row for row in rows if row.person and row.action != "wrong"}
        known = set(self._service.batches.versions(self._scope, PERSON, right))
        if self._kind.endswith("_answers"):
            judged = self._answers(right, known)
        else:
            keys = {str(person): row.key for person, row in right.items()}
            done = self._service.batches.carried_out(
                self._scope, PERSON, people.EnterAsCandidate, keys
            )
            judged = {person: _as(row, person in done, person in known)
                      for person, row in right.items()}  # fmt: skip
        return [judged.get(row.person, row) if row.person else row for row in rows]

    def _answers(
        self, rows: dict[PersonId, PlannedRow], known: set[str]
    ) -> dict[PersonId, PlannedRow]:
        missing = without_consent(
            self._service, self._scope, [person for person in rows if person in known]
        )
        ids = {person: self._response(person) for person in rows}
        keys = {ids[person]: row.key for person, row in rows.items()}
        batches = self._service.batches
        done = batches.carried_out(self._scope, QUESTIONNAIRE_RESPONSE, responses.Answer, keys)
        there = batches.versions(self._scope, QUESTIONNAIRE_RESPONSE, ids.values())
        judged = {}
        for person, row in rows.items():
            if person not in known:
                judged[person] = wrong(row, "unknown-person")
            elif person in missing:
                judged[person] = wrong(row, "no-consent")
            else:
                judged[person] = _as(row, ids[person] in done, ids[person] in there)
        return judged

    def _response(self, person: PersonId) -> str:
        role = "mentee" if self._kind == "mentee_answers" else "mentor"
        return response_id(person, self._year, role, "import")


def _as(row: PlannedRow, done: bool, exists: bool) -> PlannedRow:
    return replace(row, action="same" if done else "changed" if exists else "new")


def without_consent(service: Service, scope: Scope, people: Sequence[PersonId]) -> frozenset[str]:
    """Asked of the consents themselves, at this moment."""
    return unconsented(service.gate, scope, "participation", people)


def digest(service: Service, scope: Scope, text: str) -> str:
    return service.vault.digest(scope.tenant, f"import|{text}")
