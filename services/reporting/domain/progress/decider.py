"""Only a change is reported; what arrives was suppressed before it left the school."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from services.reporting.domain.progress import commands, events
from services.reporting.domain.progress.suppression import LEAST
from shared.domain.decider import Decider
from shared.domain.errors import Refused


@dataclass(frozen=True, slots=True)
class Progress:
    last: Mapping[str, events.SchoolProgressed] = field(default_factory=dict)


def decide(command: commands.ProgressCommand, progress: Progress) -> list[events.ProgressEvent]:
    new = command.progress
    if any(count is not None and 0 < count < LEAST for count in new.counts.values()):
        raise Refused("a number that stands for few people must not leave the school")
    old = progress.last.get(new.year)
    return [] if old is not None and replace(old, on=new.on) == new else [new]


def evolve(progress: Progress, event: events.ProgressEvent) -> Progress:
    return Progress({**progress.last, event.year: event})


PROGRESS: Decider[commands.ProgressCommand, events.ProgressEvent, Progress] = Decider(
    "progress", events.EVENTS, Progress(), decide, evolve
)
