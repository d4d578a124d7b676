"""An announcement is made for audiences until a day, and may be ended before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, assert_never

from services.participants.domain.announcement import commands, events
from services.participants.domain.announcement.commands import AnnouncementCommand
from services.participants.domain.announcement.events import AnnouncementEvent, AnnouncementMade
from shared.domain.decider import Decider
from shared.domain.errors import AlreadyExists, Invalid, NotFound

DAYS_MAX: Final = 366


@dataclass(frozen=True, slots=True)
class Announcement:
    made: AnnouncementMade | None = None
    ended: bool = False

    def shown_on(self, day: date) -> bool:
        return self.made is not None and not self.ended and day <= self.made.until


def decide(command: AnnouncementCommand, known: Announcement) -> Sequence[AnnouncementEvent]:
    match command:
        case commands.Make():
            return [_made(command, known)]
        case commands.End():
            if known.made is None:
                raise NotFound("there is no such announcement")
            return [] if known.ended else [events.AnnouncementEnded(known.made.announcement)]
        case _:
            assert_never(command)


def _made(command: commands.Make, known: Announcement) -> AnnouncementMade:
    if known.made is not None:
        raise AlreadyExists("this announcement was made already")
    if not command.audiences:
        raise Invalid("an announcement is for somebody", {"audiences": ["choose at least one"]})
    if not command.title.plain.strip() or not command.text.plain.strip():
        raise Invalid("an announcement says something", {"text": ["required"]})
    if not 0 <= (command.until - command.today).days <= DAYS_MAX:
        raise Invalid("it is shown for a year at most", {"until": ["from today to a year ahead"]})
    audiences = tuple(dict.fromkeys(command.audiences))
    return AnnouncementMade(
        command.announcement, command.year, audiences, command.title, command.text, command.until
    )


def evolve(known: Announcement, event: AnnouncementEvent) -> Announcement:
    match event:
        case events.AnnouncementMade():
            return Announcement(event)
        case events.AnnouncementEnded():
            return replace(known, ended=True)
        case _:
            assert_never(event)


ANNOUNCEMENT: Decider[AnnouncementCommand, AnnouncementEvent, Announcement] = Decider(
    "announcement",
    (events.AnnouncementMade, events.AnnouncementEnded),
    Announcement(),
    decide,
    evolve,
)
