"""A link brings one answer, until it expires or is taken back; looking never uses it up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final, assert_never

from services.meetings.domain.feedback_link import commands, events
from services.meetings.domain.feedback_link.commands import FeedbackLinkCommand
from services.meetings.domain.feedback_link.events import FeedbackLinkEvent, FeedbackLinkIssued
from shared.domain.decider import Decider
from shared.domain.errors import AlreadyExists, Invalid, NotFound, Refused

DAYS_MAX: Final = 90


@dataclass(frozen=True, slots=True)
class FeedbackLink:
    terms: FeedbackLinkIssued | None = None
    used: bool = False
    revoked: bool = False

    def open_at(self, now: datetime) -> bool:
        lives = self.terms is not None and now < self.terms.expires_at
        return lives and not self.used and not self.revoked


def decide(command: FeedbackLinkCommand, link: FeedbackLink) -> Sequence[FeedbackLinkEvent]:
    if isinstance(command, commands.Issue):
        return [_issued(command, link)]
    if link.terms is None:
        raise NotFound("there is no such link")
    match command:
        case commands.Use(now):
            if not link.open_at(now):
                raise Refused("the link was used or has expired", code="link-closed")
            return [events.FeedbackLinkUsed(link.terms.link)]
        case commands.Revoke():
            if link.revoked or link.used:
                return []
            return [events.FeedbackLinkRevoked(link.terms.link)]
        case _:
            assert_never(command)


def _issued(command: commands.Issue, link: FeedbackLink) -> FeedbackLinkIssued:
    if link.terms is not None:
        raise AlreadyExists("the link was issued already")
    if not 1 <= command.days <= DAYS_MAX:
        raise Invalid("a link lives from 1 to 90 days", {"days": ["from 1 to 90"]})
    return FeedbackLinkIssued(
        command.link, command.pairing, command.year, command.person, command.side,
        command.language, command.now + timedelta(days=command.days),
    )  # fmt: skip


def evolve(link: FeedbackLink, event: FeedbackLinkEvent) -> FeedbackLink:
    match event:
        case events.FeedbackLinkIssued():
            return FeedbackLink(event)
        case events.FeedbackLinkUsed():
            return replace(link, used=True)
        case events.FeedbackLinkRevoked():
            return replace(link, revoked=True)
        case _:
            assert_never(event)


FEEDBACK_LINK: Decider[FeedbackLinkCommand, FeedbackLinkEvent, FeedbackLink] = Decider(
    "feedback_link",
    (events.FeedbackLinkIssued, events.FeedbackLinkUsed, events.FeedbackLinkRevoked),
    FeedbackLink(),
    decide,
    evolve,
)
