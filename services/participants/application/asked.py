"""What somebody is asked to fill in themselves: their own questionnaire, and a guardian's about a
child. The rules are those behind a personal link: only with a live consent, and once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from services.participants.application.consenting import speaks_for
from services.participants.domain.mentee.commands import mentee_id
from services.participants.domain.mentee.decider import MENTEE
from services.participants.domain.person.decider import PERSON
from services.participants.domain.person.events import Role
from services.participants.domain.questionnaire_response.commands import (
    Answer,
    purpose_of,
    response_id,
)
from services.participants.domain.questionnaire_response.decider import QUESTIONNAIRE_RESPONSE
from services.participants.domain.questionnaire_response.events import Kind, Source
from shared.domain.errors import Refused
from shared.domain.ids import PersonId
from shared.http.gate import unconsented
from shared.service import Service
from shared.tenancy.scope import Scope

_OWN: Final[tuple[Kind, ...]] = ("mentee", "mentor")


@dataclass(frozen=True, slots=True)
class Form:
    person: PersonId
    year: str
    kind: Kind
    source: Source


@dataclass(frozen=True, slots=True)
class Asked:
    """``answered`` names the response that holds the answers, if there are any: the own one or one
    that came with a file. ``returned``: the school gave the person's request for mentoring back, so
    that it may be made again."""

    person: PersonId
    kind: Kind
    source: Source
    response: str
    answered: str | None
    consent: bool
    returned: bool

    @property
    def closed(self) -> bool:
        """Answered, and nobody wants it again."""
        again = self.kind == "mentee" and self.returned
        return self.answered is not None and not again

    @property
    def fillable(self) -> bool:
        return self.consent and not self.closed


def asked_of(service: Service, scope: Scope, year: str) -> list[Asked]:
    """Of the one who asks, in the order of a page: their own forms, then child by child."""
    if scope.person is None:
        return []
    own = (_asked(service, scope, scope.person, year, kind, "self") for kind in _OWN)
    found = [one for one in own if one is not None]
    for child in _children(service, scope, scope.person):
        one = _asked(service, scope, child, year, "third_party", "guardian")
        found += [one] if one is not None else []
    return found


def require_asked(service: Service, scope: Scope, form: Form) -> Asked:
    """Raises Refused for a form that nobody asks this person to fill in."""
    person, guardian = form.person, scope.person
    theirs = person == guardian and form.kind in _OWN and form.source == "self"
    childs = (form.kind, form.source) == ("third_party", "guardian")
    if theirs or (childs and guardian and speaks_for(service, scope, guardian, person)):
        found = _asked(service, scope, person, form.year, form.kind, form.source)
        if found is not None:
            return found
    raise Refused("nobody asks you to fill in this form", code="not-asked")


def require_fillable(service: Service, scope: Scope, form: Form, key: str) -> None:
    """Raises Refused where the form was answered; the same request again is no second answer."""
    asked = require_asked(service, scope, form)
    handler = service.handler
    if handler.carried_out(scope, QUESTIONNAIRE_RESPONSE, asked.response, Answer, key):
        return
    if asked.closed:
        raise Refused("the answers were sent already", code="answered-already")


def _children(service: Service, scope: Scope, guardian: PersonId) -> Iterator[PersonId]:
    if "guardian" not in scope.roles:
        return
    links = service.views.reader(scope, "guardianships")
    for link in links.all({"guardian": guardian, "confirmed": True}):
        child = PersonId(link["child"])
        if speaks_for(service, scope, guardian, child):
            yield child


def _asked(
    service: Service, scope: Scope, person: PersonId, year: str, kind: Kind, source: Source
) -> Asked | None:
    """``None`` where the person is no candidate of the year and no form was opened for them."""
    someone = service.handler.state(scope, PERSON, person).state
    if someone.id is None or someone.erased:
        return None
    sources: tuple[Source, ...] = ("self", "import") if source == "self" else (source,)
    ids = {one: response_id(person, year, kind, one) for one in sources}
    states = {
        one: service.handler.state(scope, QUESTIONNAIRE_RESPONSE, id).state.status
        for one, id in ids.items()
    }
    answered = next((ids[one] for one in sources if states[one] == "answered"), None)
    role: Role = "mentor" if kind == "mentor" else "mentee"
    if (role, year) not in someone.candidacies and not answered and states[source] != "open":
        return None
    consent = consents(service, scope, person, kind)
    returned = kind != "mentor" and _returned(service, scope, person, year)
    return Asked(person, kind, source, ids[source], answered, consent, returned)


def consents(service: Service, scope: Scope, person: PersonId, kind: Kind) -> bool:
    """Whether what such a form is for may be done with the person's data now."""
    return not unconsented(service.gate, scope, purpose_of(kind), [person])


def _returned(service: Service, scope: Scope, person: PersonId, year: str) -> bool:
    mentee = service.handler.state(scope, MENTEE, mentee_id(person, year)).state
    return mentee.status == "returned"
