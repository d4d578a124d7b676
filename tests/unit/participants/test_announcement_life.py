"""An announcement is made for audiences until a day; who has read it counts once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from services.participants.domain.acknowledgement import commands as reading
from services.participants.domain.acknowledgement import events as read
from services.participants.domain.acknowledgement.decider import ACKNOWLEDGEMENT
from services.participants.domain.announcement import commands, events
from services.participants.domain.announcement.decider import ANNOUNCEMENT
from shared.domain.errors import AlreadyExists, Invalid, NotFound
from shared.domain.personal import Personal
from shared.testing.spec import Spec

TODAY = date(2026, 9, 7)
MAKE = commands.Make(
    "a", "2026/27", ("guardians", "teachers"), Personal.of("Программа начинается"),
    Personal.of("Собрание 14 сентября"), TODAY, TODAY,
)  # fmt: skip
MADE = events.AnnouncementMade(
    "a", "2026/27", ("guardians", "teachers"), MAKE.title, MAKE.text, TODAY
)
ENDED = events.AnnouncementEnded("a")


def test_it_is_shown_through_its_last_day_unless_ended() -> None:
    state = Spec(ANNOUNCEMENT).when(MAKE).then(MADE)
    assert state.shown_on(TODAY)
    assert not state.shown_on(TODAY + timedelta(days=1))
    state = Spec(ANNOUNCEMENT).given(MADE).when(commands.End()).then(ENDED)
    assert not state.shown_on(TODAY)
    Spec(ANNOUNCEMENT).given(MADE, ENDED).when(commands.End()).then_nothing()
    Spec(ANNOUNCEMENT).when(commands.End()).then_refused("no such", NotFound)
    Spec(ANNOUNCEMENT).given(MADE).when(MAKE).then_refused("made already", AlreadyExists)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"audiences": ()}, "for somebody"),
        ({"text": Personal.of(" ")}, "says something"),
        ({"until": TODAY - timedelta(days=1)}, "a year at most"),
        ({"until": TODAY + timedelta(days=367)}, "a year at most"),
    ],
)
def test_it_says_something_to_somebody_for_a_time(wrong: dict[str, object], words: str) -> None:
    make = replace(MAKE, **wrong)  # type: ignore[arg-type]
    Spec(ANNOUNCEMENT).when(make).then_refused(words, Invalid)


def test_a_reader_counts_once_in_whichever_role() -> None:
    Spec(ACKNOWLEDGEMENT).when(reading.Acknowledge("a", "guardians")).then(
        read.Acknowledged("a", "guardians")
    )
    said = Spec(ACKNOWLEDGEMENT).given(read.Acknowledged("a", "guardians"))
    said.when(reading.Acknowledge("a", "guardians")).then_nothing()
    said.when(reading.Acknowledge("a", "teachers")).then_nothing()
