"""What is withdrawn stays withdrawn: with a new consent, write it anew."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import assert_never

from services.reporting.domain.publication import commands, events
from services.reporting.domain.publication.commands import PublicationCommand
from services.reporting.domain.publication.events import PublicationEvent
from services.reporting.domain.years import check_year
from shared.domain.decider import Decider
from shared.domain.errors import AlreadyExists, Conflict, Invalid, NotFound, Refused
from shared.domain.ids import PersonId


@dataclass(frozen=True, slots=True)
class Publication:
    id: str = ""
    year: str = ""
    people: tuple[PersonId, ...] = ()
    status: str = ""
    purpose: str = ""


def decide(command: PublicationCommand, publication: Publication) -> list[PublicationEvent]:
    if isinstance(command, commands.Draft):
        return _draft(command, publication)
    if not publication.id:
        raise NotFound("no such publication")
    match command:
        case commands.Publish(people, today):
            if publication.status == "published":
                return []
            if publication.status != "draft":
                raise Refused("a withdrawn publication stays withdrawn", code="withdrawn")
            if set(people) != set(publication.people):
                raise Conflict("the people named have changed; publish again")
            return [
                events.Published(
                    publication.id,
                    publication.year,
                    publication.people,
                    today,
                    publication.purpose,
                )
            ]
        case commands.Withdraw(reason):
            if publication.status == "withdrawn":
                return []
            return [events.PublicationWithdrawn(publication.id, publication.year, reason)]
        case _:
            assert_never(command)


def _draft(command: commands.Draft, publication: Publication) -> list[PublicationEvent]:
    if publication.id:
        raise AlreadyExists("the publication exists already")
    check_year(command.year)
    if command.kind != "result" and not command.people:
        raise Invalid("name everyone it is about", {"people": ["at least one"]})
    words = json.loads(command.words.plain)
    empty = {name: ["empty"] for name in ("title", "text") if not str(words.get(name, "")).strip()}
    if empty:
        raise Invalid("a publication has a title and a text", empty)
    return [
        events.PublicationDrafted(
            command.publication,
            command.year,
            command.kind,
            command.people,
            tuple(command.people) or (command.publication,),
            command.source,
            command.words,
            events.PURPOSES[command.kind],
        )
    ]


def evolve(publication: Publication, event: PublicationEvent) -> Publication:
    match event:
        case events.PublicationDrafted(id, year, _, people):
            return Publication(id, year, people, "draft", event.purpose)
        case events.Published():
            return replace(publication, status="published")
        case events.PublicationWithdrawn():
            return replace(publication, status="withdrawn")
        case _:
            assert_never(event)


PUBLICATION: Decider[PublicationCommand, PublicationEvent, Publication] = Decider(
    "publication", events.EVENTS, Publication(), decide, evolve
)
