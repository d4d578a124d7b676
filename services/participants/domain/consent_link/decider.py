"""A link works once, until it expires; looking at it never uses it up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import assert_never

from services.participants.domain.consent_link import commands, events
from services.participants.domain.consent_link.commands import ConsentLinkCommand
from services.participants.domain.consent_link.events import ConsentLinkEvent, LinkIssued
from shared.domain.decider import Decider
from shared.domain.errors import AlreadyExists, Invalid, NotFound, Refused


@dataclass(frozen=True, slots=True)
class ConsentLink:
    terms: LinkIssued | None = None
    used: bool = False
    declined: tuple[str, ...] = ()
    used_at: datetime | None = None
    revoked: bool = False

    def open_at(self, now: datetime) -> bool:
        return (
            self.terms is not None
            and not self.used
            and not self.revoked
            and now < self.terms.expires_at
        )


def decide(command: ConsentLinkCommand, link: ConsentLink) -> Sequence[ConsentLinkEvent]:
    match command:
        case commands.Issue():
            return _issue(command, link)
        case commands.Use(now, declined):
            if link.terms is None:
                raise NotFound("there is no such link")
            if not link.open_at(now):
                raise Refused("the link was used or has expired", code="link-closed")
            return [events.LinkUsed(link.terms.link, declined, now)]
        case commands.Revoke():
            if link.terms is None:
                raise NotFound("there is no such link")
            return [] if link.revoked or link.used else [events.LinkRevoked(link.terms.link)]
        case _:
            assert_never(command)


def _issue(command: commands.Issue, link: ConsentLink) -> Sequence[ConsentLinkEvent]:
    if link.terms is not None:
        raise AlreadyExists("the link was issued already")
    if not command.people or not command.purposes:
        raise Invalid("a link needs people and purposes")
    return [
        LinkIssued(
            command.link,
            command.signer,
            command.people,
            command.purposes,
            command.until,
            command.language,
            command.expires_at,
        )
    ]


def evolve(link: ConsentLink, event: ConsentLinkEvent) -> ConsentLink:
    match event:
        case events.LinkIssued():
            return ConsentLink(event)
        case events.LinkUsed(_, declined, at):
            return replace(link, used=True, declined=declined, used_at=at)
        case events.LinkRevoked():
            return replace(link, revoked=True)
        case _:
            assert_never(event)


CONSENT_LINK: Decider[ConsentLinkCommand, ConsentLinkEvent, ConsentLink] = Decider(
    "consent_link",
    (events.LinkIssued, events.LinkUsed, events.LinkRevoked),
    ConsentLink(),
    decide,
    evolve,
)
