"""A dry run says row by row what would happen; the import does just that, and twice does nothing."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any, Literal, cast

from services.participants.application.imports.columns import COLUMNS
from services.participants.application.imports.rows import Problem, RowFacts, read_row
from services.participants.application.imports.values import REASONS, same_name
from services.participants.application.imports.workbook import Table, read_table
from services.participants.application.registering import (
    enter_as_candidate,
    imported_person_id,
    record_response,
    register_guardian,
    register_mentor,
    register_person,
)
from services.participants.domain.mentor_profile import commands as profiles
from services.participants.domain.mentor_profile.decider import MENTOR_PROFILE
from services.participants.domain.mentor_profile.events import Kind as MentorKind
from services.participants.domain.person import commands as people
from services.participants.domain.person.decider import PERSON
from services.participants.domain.questionnaire_response import commands as responses
from services.participants.domain.questionnaire_response.commands import response_id
from services.participants.domain.questionnaire_response.decider import QUESTIONNAIRE_RESPONSE
from shared.domain.errors import ConsentMissing, Invalid, NotFound, Refused
from shared.domain.ids import PersonId
from shared.domain.personal import Personal
from shared.service import Service
from shared.tenancy.scope import Scope

Kind = Literal["class_list", "mentor_list", "mentee_answers", "mentor_answers"]
Action = Literal["new", "changed", "same", "wrong"]
KINDS: tuple[Kind, ...] = ("class_list", "mentor_list", "mentee_answers", "mentor_answers")


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """``number`` as the spreadsheet shows it; a wrong row has problems and is left out."""

    number: int
    action: Action
    person: PersonId | None
    facts: RowFacts | None
    problems: tuple[Problem, ...] = ()
    key: str = ""


class Import:
    """One workbook of one school and year."""

    def __init__(self, service: Service, scope: Scope, kind: Kind, year: str) -> None:
        self._service = service
        self._scope = scope
        self._kind = kind
        self._year = year
        self._role: Literal["mentee", "mentor"] = (
            "mentee" if kind in ("class_list", "mentee_answers") else "mentor"
        )

    def plan(self, content: bytes) -> tuple[Table, list[PlannedRow]]:
        """Reads everything and changes nothing. Raises Invalid for a file that holds no table."""
        table = read_table(content, COLUMNS[self._kind])
        return table, list(self._planned(table))

    def bring_in(self, rows: list[PlannedRow]) -> list[PlannedRow]:
        """Carries the right rows out; a rule that refuses one turns it into a wrong one."""
        return [self._carried_out(row) for row in rows]

    # Planning

    def _planned(self, table: Table) -> Iterator[PlannedRow]:
        seen: set[str] = set()
        for row in table.rows:
            facts = read_row(self._kind, row, self._service.clock.today())
            if isinstance(facts, tuple):
                yield PlannedRow(row.number, "wrong", None, None, facts)
                continue
            identity = self._digest(
                f"{same_name(facts.person.name)}|{facts.person.birth_date.isoformat()}"
            )
            if identity in seen:
                problem = (Problem("name", "duplicate"),)
                yield PlannedRow(row.number, "wrong", None, None, problem)
                continue
            seen.add(identity)
            yield self._judged(row.number, identity, facts)

    def _judged(self, number: int, identity: str, facts: RowFacts) -> PlannedRow:
        person = imported_person_id(self._scope, identity)
        content = json.dumps(asdict(facts), ensure_ascii=False, sort_keys=True, default=str)
        key = self._digest(f"{self._kind}|{self._year}|{identity}|{content}")
        registered = self._service.handler.state(self._scope, PERSON, person).version > 0
        if self._kind.endswith("_answers"):
            return self._judged_answers(number, person, facts, key, registered)
        done = self._carried(PERSON, person, people.EnterAsCandidate, key)
        action: Action = "same" if done else "changed" if registered else "new"
        return PlannedRow(number, action, person, facts, key=key)

    def _judged_answers(
        self, number: int, person: PersonId, facts: RowFacts, key: str, registered: bool
    ) -> PlannedRow:
        def wrong(reason: str) -> PlannedRow:
            return PlannedRow(number, "wrong", person, None, (Problem("name", reason),))

        if not registered:
            return wrong("unknown-person")
        try:
            self._service.gate.require(self._scope, "participation", [person])
        except ConsentMissing:
            return wrong("no-consent")
        id = response_id(person, self._year, self._role, "import")
        done = self._carried(QUESTIONNAIRE_RESPONSE, id, responses.Answer, key)
        exists = self._service.handler.state(self._scope, QUESTIONNAIRE_RESPONSE, id).version > 0
        action: Action = "same" if done else "changed" if exists else "new"
        return PlannedRow(number, action, person, facts, key=key)

    def _carried(self, decider: Any, id: str, command: type, key: str) -> bool:
        return self._service.handler.carried_out(self._scope, decider, id, command, key)

    def _digest(self, text: str) -> str:
        return self._service.vault.digest(self._scope.tenant, f"import|{text}")

    # Carrying out

    def _carried_out(self, row: PlannedRow) -> PlannedRow:
        if row.action in ("wrong", "same") or row.facts is None or row.person is None:
            return row
        try:
            if self._kind.endswith("_answers"):
                self._answer(row.person, row.facts, row.key)
            else:
                self._register(row.person, row.facts, row)
        except ConsentMissing:
            return PlannedRow(
                row.number, "wrong", row.person, None, (Problem("name", "no-consent"),)
            )
        except (Refused, Invalid, NotFound):
            return PlannedRow(row.number, "wrong", row.person, None, (Problem("name", "refused"),))
        return row

    def _answer(self, person: PersonId, facts: RowFacts, key: str) -> None:
        record_response(
            self._service,
            self._scope,
            person,
            year=self._year,
            kind=self._role,
            source="import",
            answers=facts.answers,
            key=key,
        )

    def _register(self, person: PersonId, facts: RowFacts, row: PlannedRow) -> None:
        service, scope, one = self._service, self._scope, facts.person
        if row.action == "new":
            register_person(
                service, scope, person,
                name=one.name, birth_date=one.birth_date, contact=one.contact, key=row.key,
            )  # fmt: skip
        else:
            born = Personal.of(one.birth_date.isoformat())
            command = people.Correct(Personal.of(one.name), born, Personal.of(one.contact))
            service.handler.handle(scope, PERSON, person, command, key=row.key)
        if one.guardian_name:
            self._guardian(person, facts)
        if facts.kind:
            self._mentor(person, facts, row.key)
        # Last, since a dry run takes it as the sign that the whole row went in.
        enter_as_candidate(
            service, scope, person,
            role=self._role, year=self._year, group=one.group, key=row.key,
        )  # fmt: skip

    def _guardian(self, child: PersonId, facts: RowFacts) -> None:
        one = facts.person
        identity = self._digest(f"guardian|{same_name(one.guardian_name)}|{one.guardian_contact}")
        register_guardian(
            self._service,
            self._scope,
            key=identity,
            name=one.guardian_name,
            contact=one.guardian_contact,
            child=child,
        )

    def _mentor(self, person: PersonId, facts: RowFacts, key: str) -> None:
        service, scope = self._service, self._scope
        kind = cast(MentorKind, facts.kind)
        register_mentor(service, scope, person, kind=kind, capacity=facts.capacity, key=key)
        if facts.checked_until is not None:
            today = service.clock.today()
            command = profiles.RecordCheck(facts.checked_until, "import", today)
            service.handler.handle(scope, MENTOR_PROFILE, person, command, key=key)


def report(kind: Kind, table: Table, rows: list[PlannedRow], *, dry_run: bool) -> dict[str, Any]:
    """The answer to the coordinator: each row with its number, action and problems in two languages."""
    titles = {column.code: column.title for column in COLUMNS[kind]}
    counts = Counter(row.action for row in rows)
    return {
        "kind": kind,
        "dry_run": dry_run,
        "sheet": table.sheet,
        "columns": table.headers,
        "unknown_columns": list(table.unknown),
        "counts": {action: counts.get(action, 0) for action in ("new", "changed", "same", "wrong")},
        "rows": [
            {
                "row": row.number,
                "action": row.action,
                "person": row.person,
                "problems": [
                    {
                        "column": table.headers.get(p.column, titles.get(p.column, p.column)),
                        "code": p.reason,
                        "ru": REASONS[p.reason][0],
                        "en": REASONS[p.reason][1],
                    }
                    for p in row.problems
                ],
            }
            for row in rows
        ],
    }
