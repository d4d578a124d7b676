"""Who an announcement is for, who has read it (a mark, never a name), and links for guardians."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Final

from services.participants.domain.acknowledgement.commands import Acknowledge
from services.participants.domain.acknowledgement.decider import ACKNOWLEDGEMENT
from services.participants.domain.announcement.decider import ANNOUNCEMENT
from services.participants.domain.announcement.events import AnnouncementMade, Audience
from shared.crypto.secrets import same
from shared.domain.errors import Forbidden, NotFound, Refused
from shared.domain.ids import ActorId, derived_id
from shared.eventstore.handler import Outcome
from shared.tenancy.scope import Scope

if TYPE_CHECKING:
    from shared.service import Service

ROLES: Final[Mapping[Audience, frozenset[str]]] = {
    "mentees": frozenset({"mentee"}),
    "guardians": frozenset({"guardian"}),
    "mentors": frozenset({"mentor"}),
    "teachers": frozenset({"teacher", "psychologist", "social_worker"}),
}
AUDIENCES: Final = tuple(ROLES)
_PART: Final = 32
"""Characters of each part of a token: 128 bits."""


def audience_of(scope: Scope, audiences: Collection[Audience]) -> Audience | None:
    """As which of the audiences somebody reads; the first where they are in several."""
    return next((one for one in audiences if scope.roles & ROLES[one]), None)


def audiences_of(scope: Scope) -> list[Audience]:
    return [one for one in AUDIENCES if scope.roles & ROLES[one]]


def reader_of(service: Service, scope: Scope, announcement: str, who: str) -> str:
    """A mark of this announcement alone: nobody comes from it to the person, and marks of two
    announcements cannot be brought together."""
    return service.vault.digest(scope.tenant, f"has read|{announcement}|{who}")[:_PART]


def has_read(service: Service, scope: Scope, announcement: str) -> bool:
    reader = reader_of(service, scope, announcement, scope.person or scope.actor)
    return service.handler.state(scope, ACKNOWLEDGEMENT, _id(announcement, reader)).state.given


def _id(announcement: str, reader: str) -> str:
    return derived_id("acknowledgement", announcement, reader)


def shown(service: Service, scope: Scope, announcement: str) -> AnnouncementMade:
    """Raises NotFound for what is not here, Refused for what is over."""
    known = service.handler.existing(scope, ANNOUNCEMENT, announcement).state
    if known.made is None:
        raise NotFound("there is no such announcement")
    if not known.shown_on(service.clock.today()):
        raise Refused("this announcement is over", code="announcement-over")
    return known.made


def acknowledge(service: Service, scope: Scope, announcement: str, *, key: str) -> Outcome:
    """Somebody signed in has read it. Raises Forbidden for whom it is not for."""
    made = shown(service, scope, announcement)
    audience = audience_of(scope, made.audiences)
    if audience is None:
        raise Forbidden("this announcement is for others")
    reader = reader_of(service, scope, announcement, scope.person or scope.actor)
    return _record(service, scope, announcement, reader, audience, key)


def _record(
    service: Service, scope: Scope, announcement: str, reader: str, audience: Audience, key: str
) -> Outcome:
    """The commit names nobody as its sender."""
    nobody = replace(scope, actor=ActorId("reader"), person=None)
    command = Acknowledge(announcement, audience)
    own_key = derived_id("has read", reader, key)
    id = _id(announcement, reader)
    return service.handler.handle(nobody, ACKNOWLEDGEMENT, id, command, key=own_key)


# Links for guardians without an account


@dataclass(frozen=True, slots=True)
class Link:
    """What a token says: nothing that is stored, and nobody's name."""

    announcement: str
    reader: str


def token_for(service: Service, scope: Scope, announcement: str, guardian: str) -> str:
    """The announcement, the guardian's mark and a proof that only this school can make."""
    reader = reader_of(service, scope, announcement, guardian)
    return announcement + reader + _proof(service, scope, announcement, reader)


def _proof(service: Service, scope: Scope, announcement: str, reader: str) -> str:
    said = f"announcement link|{announcement}|{reader}"
    return service.vault.digest(scope.tenant, said)[:_PART]


def link_of(service: Service, scope: Scope, token: str) -> Link:
    """Raises NotFound for whatever this school has not made."""
    announcement, reader, proof = token[:_PART], token[_PART : 2 * _PART], token[2 * _PART :]
    made_here = _proof(service, scope, announcement, reader)
    if not same(made_here, proof):
        raise NotFound("there is no such link")
    return Link(announcement, reader)


def read_by_link(service: Service, scope: Scope, link: Link) -> bool:
    id = _id(link.announcement, link.reader)
    return service.handler.state(scope, ACKNOWLEDGEMENT, id).state.given


def acknowledge_by_link(service: Service, scope: Scope, token: str, *, key: str) -> Outcome:
    link = link_of(service, scope, token)
    made = shown(service, scope, link.announcement)
    if "guardians" not in made.audiences:
        raise NotFound("there is no such link")
    return _record(service, scope, link.announcement, link.reader, "guardians", key)


# How many it is for


def guardians_of(service: Service, scope: Scope, year: str) -> list[str]:
    """Confirmed guardians of the year's candidates, by id."""
    mentees = service.views.reader(scope, "candidates").all({"year": year, "role": "mentee"})
    children = [row["person"] for row in mentees]
    wanted = {"child": {"$in": children}, "confirmed": True}
    rows = service.views.reader(scope, "guardianships").all(wanted)
    return sorted({row["guardian"] for row in rows})


def sizes(service: Service, scope: Scope, year: str, today: date) -> dict[Audience, int]:
    """How many people each audience has now."""
    candidates = service.views.reader(scope, "candidates")
    staff = service.views.reader(scope, "staff").all({"role": {"$in": sorted(ROLES["teachers"])}})
    day = today.isoformat()
    serving = {
        row["person"] for row in staff
        if not row.get("ended") and row["starts"] <= day and (not row["until"] or day <= row["until"])
    }  # fmt: skip
    return {
        "mentees": candidates.count({"year": year, "role": "mentee"}),
        "guardians": len(guardians_of(service, scope, year)),
        "mentors": candidates.count({"year": year, "role": "mentor"}),
        "teachers": len(serving),
    }
