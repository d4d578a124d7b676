"""Larger steps that routes and imports share; each may be asked again with the same key."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from services.participants.application import beyond_answers
from services.participants.application.people import existing_person, known, opened_json
from services.participants.application.templates import template
from services.participants.application.verification import require_verified
from services.participants.domain.ages import ADULT_AT, age_on
from services.participants.domain.answers import check_answers
from services.participants.domain.features import features_of, sealed_features
from services.participants.domain.guardianship import commands as guardianships
from services.participants.domain.guardianship.commands import guardianship_id
from services.participants.domain.guardianship.decider import GUARDIANSHIP
from services.participants.domain.mentee import commands as mentees
from services.participants.domain.mentee.commands import mentee_id
from services.participants.domain.mentee.decider import MENTEE
from services.participants.domain.mentor_profile import commands as profiles
from services.participants.domain.mentor_profile.decider import MENTOR_PROFILE
from services.participants.domain.mentor_profile.events import Kind as MentorKind
from services.participants.domain.person import commands as people
from services.participants.domain.person.decider import PERSON
from services.participants.domain.person.events import Role
from services.participants.domain.questionnaire_response import commands as responses
from services.participants.domain.questionnaire_response.commands import (
    purpose_of,
    response_id,
    template_code,
)
from services.participants.domain.questionnaire_response.decider import QUESTIONNAIRE_RESPONSE
from services.participants.domain.questionnaire_response.events import Kind, Source, Way
from shared.contracts.features import Features
from shared.domain.errors import NotFound, Refused
from shared.domain.ids import PersonId, derived_id
from shared.domain.personal import Personal
from shared.eventstore.handler import Outcome
from shared.service import Service
from shared.tenancy.scope import Scope


def imported_person_id(scope: Scope, key: str) -> PersonId:
    """Whoever imports the same row gets the same person; ``key`` is a keyed hash of the row."""
    return PersonId(derived_id("person", scope.tenant, key))


def register_person(
    service: Service,
    scope: Scope,
    person: PersonId,
    *,
    name: str,
    birth_date: date | None,
    contact: str,
    key: str,
) -> Outcome | None:
    """``None`` where the person is registered already."""
    require_verified(service, scope)
    if service.handler.state(scope, PERSON, person).version:
        return None
    command = people.Register(
        person,
        Personal.of(name),
        Personal.of(birth_date.isoformat() if birth_date else ""),
        Personal.of(contact),
    )
    return service.handler.handle(scope, PERSON, person, command, key=key)


def enter_as_candidate(
    service: Service,
    scope: Scope,
    person: PersonId,
    *,
    role: Role,
    year: str,
    group: str,
    key: str,
) -> Outcome:
    require_verified(service, scope)
    someone = known(service, scope, person)
    minor = counts_as_minor(someone.birth_date, role, group, service.clock.today())
    command = people.EnterAsCandidate(role, year, minor, Personal.of(group))
    return service.handler.handle(scope, PERSON, person, command, key=key)


def counts_as_minor(birth_date: date | None, role: Role, group: str, today: date) -> bool:
    """Without a birth date a mentee counts as a minor, a mentor as one only with a class."""
    if birth_date is None:
        return role == "mentee" or group[:1].isdigit()
    return age_on(birth_date, today) < ADULT_AT


def register_candidate(
    service: Service,
    scope: Scope,
    *,
    key: str,
    name: str,
    birth_date: date | None,
    contact: str,
    role: Role,
    year: str,
    group: str,
) -> PersonId:
    """A row of a class list: the person and the candidacy."""
    person = imported_person_id(scope, key)
    register_person(
        service, scope, person, name=name, birth_date=birth_date, contact=contact, key=key
    )
    enter_as_candidate(service, scope, person, role=role, year=year, group=group, key=key)
    return person


def register_guardian(
    service: Service, scope: Scope, *, key: str, name: str, contact: str, child: PersonId
) -> PersonId:
    """A guardian as the class list names them, linked to the child but not confirmed."""
    guardian = imported_person_id(scope, key)
    register_person(service, scope, guardian, name=name, birth_date=None, contact=contact, key=key)
    id = guardianship_id(guardian, child)
    service.handler.handle(
        scope, GUARDIANSHIP, id, guardianships.Link(guardian, child), key=f"{key}:{child}"
    )
    return guardian


def register_mentor(
    service: Service,
    scope: Scope,
    person: PersonId,
    *,
    kind: MentorKind,
    capacity: int,
    key: str,
) -> Outcome | None:
    """``None`` where the mentor is registered already."""
    require_verified(service, scope)
    existing_person(service, scope, person)
    if service.handler.state(scope, MENTOR_PROFILE, person).version:
        return None
    command = profiles.Register(person, kind, capacity)
    return service.handler.handle(scope, MENTOR_PROFILE, person, command, key=key)


def open_response(
    service: Service,
    scope: Scope,
    person: PersonId,
    *,
    year: str,
    kind: Kind,
    source: Source,
    key: str,
) -> Outcome:
    """Only after the consent it needs: a minor's guardian's, an adult's own."""
    existing_person(service, scope, person)
    service.gate.require(scope, purpose_of(kind), [person])
    form = template(service, scope, template_code(kind, source))
    command = responses.Open(person, year, kind, source, form["code"], form["version"])
    id = response_id(person, year, kind, source)
    return service.handler.handle(scope, QUESTIONNAIRE_RESPONSE, id, command, key=key)


def answer_response(
    service: Service,
    scope: Scope,
    id: str,
    answers: Mapping[str, Any],
    *,
    way: Way = "account",
    template_version: int = 0,
    key: str,
) -> Outcome:
    """Checked against the very version of the template that was opened."""
    form = service.handler.existing(scope, QUESTIONNAIRE_RESPONSE, id).state.form
    if form is None:
        raise NotFound("the questionnaire was not opened")
    service.gate.require(scope, purpose_of(form.kind), [form.person])
    check_answers(template(service, scope, form.template, form.template_version), answers)
    command = responses.Answer(Personal.of_json(answers), way, template_version)
    return service.handler.handle(scope, QUESTIONNAIRE_RESPONSE, id, command, key=key)


def record_response(
    service: Service,
    scope: Scope,
    person: PersonId,
    *,
    year: str,
    kind: Kind,
    source: Source,
    answers: Mapping[str, Any],
    template_version: int = 0,
    key: str,
) -> str:
    """A row of a questionnaire's export: opened and answered; the response's id."""
    open_response(service, scope, person, year=year, kind=kind, source=source, key=key)
    id = response_id(person, year, kind, source)
    answer_response(
        service, scope, id, answers, way="file", template_version=template_version, key=key
    )
    return id


def admit_mentee(
    service: Service,
    scope: Scope,
    person: PersonId,
    *,
    year: str,
    key: str,
    expected: int | None = None,
) -> Outcome:
    """With the features that the answers and the third parties' contraindications give."""
    service.gate.require(scope, "participation", [person])
    id = mentee_id(person, year)
    if not service.handler.state(scope, MENTEE, id).version:
        request_mentoring(service, scope, person, year=year, key=key)
    features = computed_features(service, scope, person, year=year, kind="mentee")
    command = mentees.Admit(sealed_features(features))
    return service.handler.handle(scope, MENTEE, id, command, key=key, expected=expected)


def request_mentoring(
    service: Service, scope: Scope, person: PersonId, *, year: str, key: str
) -> Outcome:
    """What answering the questionnaire means, should its policy not have come round to it yet."""
    answered = _answered_by(service, scope, person, year, "mentee")
    command = mentees.Request(person, year, answered[0])
    return service.handler.handle(scope, MENTEE, mentee_id(person, year), command, key=key)


def list_mentor(
    service: Service,
    scope: Scope,
    person: PersonId,
    *,
    year: str,
    until: date,
    key: str,
    expected: int | None = None,
) -> Outcome:
    """Into the base of a year, with the features of the mentor's own answers."""
    require_verified(service, scope)
    service.gate.require(scope, "participation", [person])
    features = computed_features(service, scope, person, year=year, kind="mentor")
    command = profiles.ListInBase(year, until, sealed_features(features), service.clock.today())
    return service.handler.handle(
        scope, MENTOR_PROFILE, person, command, key=key, expected=expected
    )


def computed_features(
    service: Service, scope: Scope, person: PersonId, *, year: str, kind: Kind
) -> Features:
    """Raises Refused where the questionnaire is not answered or can no longer be read."""
    someone = known(service, scope, person)
    _, answers = _answered_by(service, scope, person, year, kind)
    return features_of(
        answers,
        birth_date=someone.birth_date,
        group=someone.group,
        today=service.clock.today(),
        **(
            beyond_answers.of_mentee(service, scope, person, year)
            if kind == "mentee"
            else beyond_answers.of_mentor(service, scope, person)
        ),
    )


def _answered_by(
    service: Service, scope: Scope, person: PersonId, year: str, kind: Kind
) -> tuple[str, dict[str, Any]]:
    for source in ("self", "import", "guardian"):
        id = response_id(person, year, kind, source)
        response = service.handler.state(scope, QUESTIONNAIRE_RESPONSE, id).state
        if response.status == "answered":
            answers = opened_json(service, scope, response.answers)
            if answers is not None:
                return id, answers
    raise Refused("the questionnaire is not answered yet", code="questionnaire-missing")
