"""A campaign asks those who lack a consent; it never gives one itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import assert_never

from services.participants.domain.consent_campaign import commands, events
from services.participants.domain.consent_campaign.commands import ConsentCampaignCommand
from services.participants.domain.consent_campaign.events import (
    CampaignStarted,
    ConsentCampaignEvent,
)
from shared.domain.decider import Decider
from shared.domain.errors import AlreadyExists, Invalid, NotFound, Refused
from shared.domain.ids import PersonId

LARGEST = 5_000


@dataclass(frozen=True, slots=True)
class ConsentCampaign:
    """``links`` has the latest link of each person."""

    terms: CampaignStarted | None = None
    links: Mapping[PersonId, str] = field(default_factory=dict)
    closed: bool = False


def decide(
    command: ConsentCampaignCommand, campaign: ConsentCampaign
) -> Sequence[ConsentCampaignEvent]:
    if isinstance(command, commands.Start):
        return _start(command, campaign)
    if campaign.terms is None:
        raise NotFound("there is no such campaign")
    id = campaign.terms.campaign
    if isinstance(command, commands.Close):
        return [] if campaign.closed else [events.CampaignClosed(id, command.today)]
    if campaign.closed:
        raise Refused("the campaign is closed", code="campaign-closed")
    _check_people(command.people, campaign.terms)
    match command:
        case commands.NoteLinks(people, links, today):
            same = all(campaign.links.get(p) == n for p, n in zip(people, links, strict=True))
            return [] if same else [events.LinksMade(id, people, links, today)]
        case commands.Remind(people, today):
            if not all(person in campaign.links for person in people):
                raise Refused("who has no link yet cannot be reminded of it")
            return [events.Reminded(id, people, today)]
        case _:
            assert_never(command)


def _start(command: commands.Start, campaign: ConsentCampaign) -> Sequence[ConsentCampaignEvent]:
    if campaign.terms is not None:
        raise AlreadyExists("the campaign was started already")
    if command.due < command.today:
        raise Invalid("the day is in the past", {"due": ["today or later"]})
    if command.until < command.due:
        raise Invalid("the consents would end too early", {"until": ["not before the day"]})
    if not command.people:
        raise Refused("everybody of the group has the consent", code="nobody-lacks")
    if len(command.people) > LARGEST:
        raise Invalid("the group is too large", {"group": [f"at most {LARGEST} people"]})
    return [
        CampaignStarted(
            command.campaign,
            command.purpose,
            command.role,
            command.year,
            command.group,
            command.due,
            command.until,
            command.people,
        )
    ]


def _check_people(people: tuple[PersonId, ...], terms: CampaignStarted) -> None:
    if not people:
        raise Invalid("name at least one person", {"people": ["at least one"]})
    if not set(people) <= set(terms.people):
        raise NotFound("there is no such person in the campaign")


def evolve(campaign: ConsentCampaign, event: ConsentCampaignEvent) -> ConsentCampaign:
    match event:
        case events.CampaignStarted():
            return ConsentCampaign(event)
        case events.LinksMade(_, people, links):
            made = dict(zip(people, links, strict=True))
            return replace(campaign, links={**campaign.links, **made})
        case events.Reminded():
            return campaign
        case events.CampaignClosed():
            return replace(campaign, closed=True)
        case _:
            assert_never(event)


CONSENT_CAMPAIGN: Decider[ConsentCampaignCommand, ConsentCampaignEvent, ConsentCampaign] = Decider(
    "consent_campaign",
    (events.CampaignStarted, events.LinksMade, events.Reminded, events.CampaignClosed),
    ConsentCampaign(),
    decide,
    evolve,
)
