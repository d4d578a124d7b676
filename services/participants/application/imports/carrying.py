"""What a right row asks of the store; a row goes in whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Literal, cast

from services.participants.application.imports.planning import (
    Kind,
    PlannedRow,
    digest,
    without_consent,
    wrong,
)
from services.participants.application.imports.rows import RowFacts
from services.participants.application.imports.values import same_name
from services.participants.application.registering import counts_as_minor, imported_person_id
from services.participants.application.templates import template
from services.participants.application.verification import require_verified
from services.participants.domain.answers import check_answers
from services.participants.domain.guardianship import commands as guardianships
from services.participants.domain.guardianship.commands import guardianship_id
from services.participants.domain.guardianship.decider import GUARDIANSHIP
from services.participants.domain.mentor_profile import commands as profiles
from services.participants.domain.mentor_profile.decider import MENTOR_PROFILE
from services.participants.domain.mentor_profile.events import Kind as MentorKind
from services.participants.domain.person import commands as people
from services.participants.domain.person.decider import PERSON
from services.participants.domain.questionnaire_response import commands as responses
from services.participants.domain.questionnaire_response.commands import response_id
from services.participants.domain.questionnaire_response.decider import (
    QUESTIONNAIRE_RESPONSE,
    QuestionnaireResponse,
)
from shared.domain.errors import ConsentMissing, DomainError, Invalid, NotFound, Refused
from shared.domain.ids import PersonId
from shared.domain.personal import Personal
from shared.eventstore.batch import Ask, Task
from shared.service import Service
from shared.tenancy.scope import Scope

Role = Literal["mentee", "mentor"]


class Carrier:
    """Carries planned rows out, a batch at a time; the same rows again change nothing."""

    def __init__(self, service: Service, scope: Scope, kind: Kind, year: str) -> None:
        self._service = service
        self._scope = scope
        self._kind = kind
        self._year = year
        self._role: Role = "mentee" if kind in ("class_list", "mentee_answers") else "mentor"

    def carry_out(self, rows: Sequence[PlannedRow]) -> list[PlannedRow]:
        """The rows as they went; a rule that refuses one turns it into a wrong one.

        Raises Conflict, Unavailable and what the database raises: then some rows are in and the
        same call again brings in the others. Raises Refused for a company that is not verified.
        """
        require_verified(self._service, self._scope)
        today = self._service.clock.today()
        tasks: dict[int, Task] = {}
        done = {row.number: row for row in rows}
        right = [row for row in rows if row.action in ("new", "changed") and row.facts]
        if self._kind.endswith("_answers"):
            right = self._ready_to_answer(right, done, tasks)
        else:
            for row in right:
                tasks[row.number] = tuple(self._registration(row, today))
        results = self._service.batches.handle(self._scope, list(tasks.values()))
        for number, result in zip(tasks, results, strict=True):
            if isinstance(result, DomainError):
                done[number] = wrong(done[number], _reason(result))
        return [done[row.number] for row in rows]

    # Lists of people

    def _registration(self, row: PlannedRow, today: date) -> Iterator[Ask]:
        assert row.person is not None
        assert row.facts is not None
        person, one = row.person, row.facts.person
        name, contact = Personal.of(one.name), Personal.of(one.contact)
        born = Personal.of(one.birth_date.isoformat())
        if row.action == "new":
            command = people.Register(person, name, born, contact)
            yield Ask(PERSON, person, command, row.key, only_new=True)
        else:
            yield Ask(PERSON, person, people.Correct(name, born, contact), row.key)
        if one.guardian_name:
            yield from self._guardian(person, row.facts)
        if row.facts.kind:
            yield from self._mentor(person, row.facts, row.key, today)
        minor = counts_as_minor(one.birth_date, self._role, one.group, today)
        entering = people.EnterAsCandidate(self._role, self._year, minor, Personal.of(one.group))
        # Last: a dry run takes it as the sign that the whole row went in.
        yield Ask(PERSON, person, entering, row.key)

    def _guardian(self, child: PersonId, facts: RowFacts) -> Iterator[Ask]:
        """As the class list names them: linked to the child, but not confirmed."""
        one = facts.person
        who = f"guardian|{same_name(one.guardian_name)}|{one.guardian_contact}"
        key = digest(self._service, self._scope, who)
        guardian = imported_person_id(self._scope, key)
        command = people.Register(
            guardian,
            Personal.of(one.guardian_name),
            Personal.of(""),
            Personal.of(one.guardian_contact),
        )
        yield Ask(PERSON, guardian, command, key, only_new=True)
        link = guardianships.Link(guardian, child)
        yield Ask(GUARDIANSHIP, guardianship_id(guardian, child), link, f"{key}:{child}")

    def _mentor(self, person: PersonId, facts: RowFacts, key: str, today: date) -> Iterator[Ask]:
        kind = cast(MentorKind, facts.kind)
        command = profiles.Register(person, kind, facts.capacity)
        yield Ask(MENTOR_PROFILE, person, command, key, only_new=True)
        if facts.checked_until is not None:
            check = profiles.RecordCheck(facts.checked_until, "import", today)
            yield Ask(MENTOR_PROFILE, person, check, key)

    # Answers

    def _ready_to_answer(
        self, rows: Sequence[PlannedRow], done: dict[int, PlannedRow], tasks: dict[int, Task]
    ) -> list[PlannedRow]:
        """Asks for the consents at the last moment before the batch is stored."""
        service, scope = self._service, self._scope
        form = template(service, scope, self._role)
        ids = {row.person: self._response(row.person) for row in rows if row.person}
        opened = service.batches.states(scope, QUESTIONNAIRE_RESPONSE, ids.values())
        someone = service.batches.states(scope, PERSON, ids)
        missing = without_consent(service, scope, list(ids))
        ready = []
        for row in rows:
            assert row.person is not None
            if row.person in missing:
                done[row.number] = wrong(row, "no-consent")
            elif someone[row.person].erased or not self._fits(row, opened[ids[row.person]], form):
                done[row.number] = wrong(row, "refused")
            else:
                tasks[row.number] = tuple(self._answering(row, ids[row.person], form))
                ready.append(row)
        return ready

    def _fits(
        self, row: PlannedRow, response: QuestionnaireResponse, form: Mapping[str, Any]
    ) -> bool:
        """Against the version that was opened, where one was."""
        was = response.form if response.status in ("open", "answered") else None
        if was is not None and was.template_version != form["version"]:
            form = template(self._service, self._scope, was.template, was.template_version)
        try:
            check_answers(form, row.facts.answers if row.facts else {})
        except Invalid:
            return False
        return True

    def _answering(self, row: PlannedRow, id: str, form: Mapping[str, Any]) -> Iterator[Ask]:
        assert row.person is not None
        assert row.facts is not None
        opening = responses.Open(
            row.person, self._year, self._role, "import", form["code"], form["version"]
        )
        yield Ask(QUESTIONNAIRE_RESPONSE, id, opening, row.key)
        answer = responses.Answer(Personal.of_json(row.facts.answers))
        yield Ask(QUESTIONNAIRE_RESPONSE, id, answer, row.key)

    def _response(self, person: PersonId) -> str:
        return response_id(person, self._year, self._role, "import")


def _reason(error: DomainError) -> str:
    """The code of a rule's refusal. Raises what is no rule: the batch must be tried again."""
    if isinstance(error, ConsentMissing):
        return "no-consent"
    if isinstance(error, Refused | Invalid | NotFound):
        return "refused"
    raise error
