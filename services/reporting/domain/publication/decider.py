"""What is withdrawn stays withdrawn: with a new consent, write it anew."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import date
from typing import assert_never

from services.reporting.domain.publication import commands, events
from services.reporting.domain.publication.commands import PublicationCommand
from services.reporting.domain.publication.events import Kind, PublicationEvent
from services.reporting.domain.years import check_year
from shared.domain.decider import Decider
from shared.domain.errors import AlreadyExists, Conflict, Invalid, NotFound, Refused
from shared.domain.ids import PersonId
from shared.domain.personal import Personal


@dataclass(frozen=True, slots=True)
class Publication:
    id: str = ""
    year: str = ""
    people: tuple[PersonId, ...] = ()
    status: str = ""
    purpose: str = ""
    kind: Kind = "result"
    source: str = ""
    picture: str = ""


def decide(command: PublicationCommand, publication: Publication) -> list[PublicationEvent]:
    if isinstance(command, commands.Draft):
        return _draft(command, publication)
    if not publication.id:
        raise NotFound("no such publication")
    match command:
        case commands.Rewrite(people, words):
            _require_draft(publication)
            _check(publication.kind, people, words)
            return [_written(publication, people, words)]
        case commands.Attach():
            return _attach(publication, command)
        case commands.Publish(people, today):
            return _publish(publication, people, today)
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
    _check(command.kind, command.people, command.words)
    purpose = events.PURPOSES[command.kind]
    new = Publication(
        command.publication, command.year, purpose=purpose, kind=command.kind,
        source=command.source,
    )  # fmt: skip
    return [_written(new, command.people, command.words)]


def _check(kind: Kind, people: tuple[PersonId, ...], words: Personal) -> None:
    if kind != "result" and not people:
        raise Invalid("name everyone it is about", {"people": ["at least one"]})
    told = json.loads(words.plain)
    needed = ("title", "text", "alt") if kind == "image" else ("title", "text")
    empty = {name: ["empty"] for name in needed if not str(told.get(name, "")).strip()}
    if empty:
        raise Invalid("a publication has a title and a text, a picture also says what it shows",
                      empty)  # fmt: skip


def _written(
    publication: Publication, people: tuple[PersonId, ...], words: Personal
) -> events.PublicationDrafted:
    return events.PublicationDrafted(
        publication.id,
        publication.year,
        publication.kind,
        people,
        tuple(people) or (publication.id,),
        publication.source,
        words,
        publication.purpose,
    )


def _attach(publication: Publication, command: commands.Attach) -> list[PublicationEvent]:
    if publication.kind != "image":
        raise Refused("only a publication of the kind “image” has a picture", code="no-picture")
    _require_draft(publication)
    _require_same(publication, command.people)
    if publication.picture == command.picture:
        return []
    return [
        events.PictureAttached(
            publication.id, command.picture, command.type, command.width, command.height
        )
    ]


def _publish(
    publication: Publication, people: tuple[PersonId, ...], today: date
) -> list[PublicationEvent]:
    if publication.status == "published":
        return []
    _require_draft(publication)
    _require_same(publication, people)
    if publication.kind == "image" and not publication.picture:
        raise Refused("the picture is not there yet", code="picture-missing")
    return [
        events.Published(
            publication.id, publication.year, publication.people, today, publication.purpose
        )
    ]


def _require_same(publication: Publication, people: tuple[PersonId, ...]) -> None:
    """Nobody is shown whom the gate was not asked about."""
    if set(people) != set(publication.people):
        raise Conflict("the people named have changed; look again and repeat it")


def _require_draft(publication: Publication) -> None:
    if publication.status == "withdrawn":
        raise Refused("a withdrawn publication stays withdrawn", code="publication-withdrawn")
    if publication.status != "draft":
        raise Refused("what is published is not changed", code="published-already")


def evolve(publication: Publication, event: PublicationEvent) -> Publication:
    match event:
        case events.PublicationDrafted(id, year, kind, people):
            kept = publication.picture if publication.people == people else ""
            return Publication(id, year, people, "draft", event.purpose, kind, event.source, kept)
        case events.PictureAttached(_, picture):
            return replace(publication, picture=picture)
        case events.Published():
            return replace(publication, status="published")
        case events.PublicationWithdrawn():
            return replace(publication, status="withdrawn")
        case _:
            assert_never(event)


PUBLICATION: Decider[PublicationCommand, PublicationEvent, Publication] = Decider(
    "publication", events.EVENTS, Publication(), decide, evolve
)
