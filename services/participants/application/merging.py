"""Two cards of one person become one; both histories stay, each under its own id."""

from __future__ import annotations

from services.participants.application.people import existing_person
from services.participants.domain.mentor_profile.decider import MENTOR_PROFILE
from services.participants.domain.person import commands as people
from services.participants.domain.person.decider import PERSON
from services.participants.domain.suspicion import commands
from services.participants.domain.suspicion.decider import SUSPICION
from shared.domain.errors import NotFound, Refused
from shared.domain.ids import PersonId
from shared.eventstore.handler import Outcome
from shared.service import Service
from shared.tenancy.scope import Scope


def merge(service: Service, scope: Scope, suspicion: str, keep: PersonId, *, key: str) -> Outcome:
    """All three records in one transaction. The card with a running pair, or the mentor's, has to
    be the one that is kept, so that nobody is matched twice or not at all."""
    about = service.handler.existing(scope, SUSPICION, suspicion).state.about
    if about is None or keep not in about.people:
        raise NotFound("there is no such card here")
    dropped = next((person for person in about.people if person != keep), None)
    if dropped is None:
        raise Refused("only the home merges, once the other organisation has given over")
    existing_person(service, scope, keep)
    existing_person(service, scope, dropped)
    _require_free(service, scope, keep, dropped)
    outcomes = service.handler.handle_many(
        [
            (scope, SUSPICION, suspicion, commands.Merge(keep)),
            (scope, PERSON, keep, people.TakeIn(dropped)),
            (scope, PERSON, dropped, people.MergeInto(keep)),
        ],
        key=key,
    )
    return outcomes[0]


def _require_free(service: Service, scope: Scope, keep: PersonId, dropped: PersonId) -> None:
    pairs = service.views.reader(scope, "pairings").all(
        {"$or": [{"mentor": dropped}, {"mentees": dropped}], "ended": {"$ne": True}}
    )
    if any("closed" not in pair for pair in pairs):
        raise Refused("the card that is given up has a running pair", code="running-pair")
    is_mentor = service.handler.state(scope, MENTOR_PROFILE, dropped).version > 0
    if is_mentor and not service.handler.state(scope, MENTOR_PROFILE, keep).version:
        raise Refused("keep the card that is the mentor's", code="keep-mentor")
