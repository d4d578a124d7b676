"""A mentee leaves the group: whatever comes next is without them."""

from __future__ import annotations

from services.meetings.domain.meeting_series import commands, events
from services.meetings.domain.meeting_series.decider import MEETING_SERIES
from shared.domain.ids import PersonId
from shared.testing.spec import Spec
from tests.unit.meetings.test_series_order import MENTEE, MENTOR, OPENED, OTHER, PAIR, held, record

opened = Spec(MEETING_SERIES).given(OPENED)
LEFT = events.MemberLeft(PAIR, MENTEE, (OTHER,))


def test_who_left_is_not_of_the_pairing_any_more() -> None:
    state = opened.when(commands.Part(MENTEE, (OTHER,))).then(LEFT)
    assert state.people == (MENTOR, OTHER)


def test_leaving_twice_is_once_and_a_stranger_does_not_leave() -> None:
    opened.given(LEFT).when(commands.Part(MENTEE, (OTHER,))).then()
    opened.when(commands.Part(PersonId("stranger"), (MENTEE, OTHER))).then()


def test_the_next_meeting_is_about_those_who_stay() -> None:
    after = opened.given(held("organisational"), LEFT)
    attended = record("trial", 5, go_on_mentor=True, go_on_mentee=True)
    after.when(attended).then_refused("does not belong")
    decision = after.when(
        record("trial", 5, attended=(MENTOR, OTHER), go_on_mentor=True, go_on_mentee=True)
    )
    (meeting,) = decision.events
    assert isinstance(meeting, events.MeetingHeld)
    assert meeting.people == (MENTOR, OTHER)
