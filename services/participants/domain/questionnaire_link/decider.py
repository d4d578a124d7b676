"""A personal link works once, until it expires; looking at it never uses it up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import assert_never

from services.participants.domain.questionnaire_link import commands, events
from services.participants.domain.questionnaire_link.commands import QuestionnaireLinkCommand
from services.participants.domain.questionnaire_link.events import (
    QuestionnaireLinkEvent,
    QuestionnaireLinkIssued,
)
from shared.domain.decider import Decider
from shared.domain.errors import AlreadyExists, Invalid, NotFound, Refused

DAYS_MAX = 90


@dataclass(frozen=True, slots=True)
class QuestionnaireLink:
    terms: QuestionnaireLinkIssued | None = None
    used: bool = False
    revoked: bool = False

    def open_at(self, now: datetime) -> bool:
        return (
            self.terms is not None
            and not self.used
            and not self.revoked
            and now < self.terms.expires_at
        )


def decide(
    command: QuestionnaireLinkCommand, link: QuestionnaireLink
) -> Sequence[QuestionnaireLinkEvent]:
    if isinstance(command, commands.Issue):
        return _issue(command, link)
    if link.terms is None:
        raise NotFound("there is no such link")
    match command:
        case commands.Use(now):
            if not link.open_at(now):
                raise Refused("the link was used or has expired", code="link-closed")
            return [events.QuestionnaireLinkUsed(link.terms.link)]
        case commands.Revoke():
            if link.revoked or link.used:
                return []
            return [events.QuestionnaireLinkRevoked(link.terms.link)]
        case _:
            assert_never(command)


def _issue(command: commands.Issue, link: QuestionnaireLink) -> Sequence[QuestionnaireLinkEvent]:
    if link.terms is not None:
        raise AlreadyExists("the link was issued already")
    if not 1 <= command.days <= DAYS_MAX:
        raise Invalid("a link lives from 1 to 90 days", {"days": ["from 1 to 90"]})
    return [
        QuestionnaireLinkIssued(
            command.link,
            command.response,
            command.person,
            command.year,
            command.kind,
            command.source,
            command.language,
            command.now + timedelta(days=command.days),
        )
    ]


def evolve(link: QuestionnaireLink, event: QuestionnaireLinkEvent) -> QuestionnaireLink:
    match event:
        case events.QuestionnaireLinkIssued():
            return QuestionnaireLink(event)
        case events.QuestionnaireLinkUsed():
            return replace(link, used=True)
        case events.QuestionnaireLinkRevoked():
            return replace(link, revoked=True)
        case _:
            assert_never(event)


QUESTIONNAIRE_LINK: Decider[QuestionnaireLinkCommand, QuestionnaireLinkEvent, QuestionnaireLink] = (
    Decider(
        "questionnaire_link",
        (
            events.QuestionnaireLinkIssued,
            events.QuestionnaireLinkUsed,
            events.QuestionnaireLinkRevoked,
        ),
        QuestionnaireLink(),
        decide,
        evolve,
    )
)
