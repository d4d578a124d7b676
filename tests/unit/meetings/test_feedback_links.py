"""Links to the short form: one answer, a term, taken back; and the rounds of the roadmap."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from services.meetings.domain.feedback_link import commands, events
from services.meetings.domain.feedback_link.decider import FEEDBACK_LINK
from services.meetings.domain.feedback_plan import commands as plans
from services.meetings.domain.feedback_plan import events as planned
from services.meetings.domain.feedback_plan.decider import FEEDBACK_PLAN
from shared.domain.errors import AlreadyExists, Invalid, NotFound
from shared.domain.ids import PairingId, PersonId, ProgrammeId
from shared.testing.spec import Spec

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
ISSUE = commands.Issue(
    "link", PairingId("pair"), "2026/27", PersonId("child"), "guardian", "ru", 14, NOW
)
ISSUED = events.FeedbackLinkIssued(
    "link", ISSUE.pairing, ISSUE.year, ISSUE.person, "guardian", "ru", NOW + timedelta(days=14)
)
USED, REVOKED = events.FeedbackLinkUsed("link"), events.FeedbackLinkRevoked("link")
PROGRAMME = ProgrammeId("programme")
WINDOW = planned.WindowSet(PROGRAMME, date(2026, 11, 2), date(2026, 12, 14))


def test_a_link_is_issued_once_for_a_term() -> None:
    Spec(FEEDBACK_LINK).when(ISSUE).then(ISSUED)
    Spec(FEEDBACK_LINK).given(ISSUED).when(ISSUE).then_refused("issued already", AlreadyExists)
    for days in (0, 91):
        Spec(FEEDBACK_LINK).when(replace(ISSUE, days=days)).then_refused("1 to 90", Invalid)


def test_it_brings_one_answer() -> None:
    use = commands.Use(NOW)
    Spec(FEEDBACK_LINK).when(use).then_refused("no such link", NotFound)
    Spec(FEEDBACK_LINK).given(ISSUED).when(use).then(USED)
    Spec(FEEDBACK_LINK).given(ISSUED, USED).when(use).then_refused("was used")


def test_it_ends_with_its_term_to_the_second() -> None:
    last = commands.Use(ISSUED.expires_at - timedelta(seconds=1))
    Spec(FEEDBACK_LINK).given(ISSUED).when(last).then(USED)
    late = commands.Use(ISSUED.expires_at)
    Spec(FEEDBACK_LINK).given(ISSUED).when(late).then_refused("expired")


def test_it_is_taken_back() -> None:
    Spec(FEEDBACK_LINK).given(ISSUED).when(commands.Revoke()).then(REVOKED)
    Spec(FEEDBACK_LINK).given(ISSUED, REVOKED).when(commands.Revoke()).then_nothing()
    Spec(FEEDBACK_LINK).given(ISSUED, USED).when(commands.Revoke()).then_nothing()
    Spec(FEEDBACK_LINK).given(ISSUED, REVOKED).when(commands.Use(NOW)).then_refused("was used")


@pytest.mark.parametrize(
    ("weeks", "dates"),
    [
        (3, (date(2026, 11, 2), date(2026, 11, 23), date(2026, 12, 14))),
        (6, (date(2026, 11, 2), date(2026, 12, 14))),
        (7, (date(2026, 11, 2),)),
    ],
)
def test_rounds_fill_the_window_of_the_roadmap(weeks: int, dates: tuple[date, ...]) -> None:
    chosen = planned.RhythmChosen(PROGRAMME, weeks)
    assert Spec(FEEDBACK_PLAN).given(WINDOW, chosen).state.dates == dates
    assert Spec(FEEDBACK_PLAN).given(chosen).state.dates == ()


def test_a_window_and_a_rhythm_are_told_once() -> None:
    set_ = plans.SetWindow(PROGRAMME, WINDOW.starts, WINDOW.ends)
    Spec(FEEDBACK_PLAN).when(set_).then(WINDOW)
    Spec(FEEDBACK_PLAN).given(WINDOW).when(set_).then_nothing()
    upside_down = replace(set_, ends=date(2026, 11, 1))
    Spec(FEEDBACK_PLAN).when(upside_down).then_refused("before it starts", Invalid)
    Spec(FEEDBACK_PLAN).when(plans.ChooseRhythm(PROGRAMME, 6)).then_nothing()
    for weeks in (0, 27):
        Spec(FEEDBACK_PLAN).when(plans.ChooseRhythm(PROGRAMME, weeks)).then_refused("26", Invalid)
