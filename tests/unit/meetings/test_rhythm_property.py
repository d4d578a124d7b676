"""Weekly plans, whatever the zone, the day, the hour and the holidays."""

from __future__ import annotations

from datetime import date, time, timedelta
from itertools import pairwise
from typing import Literal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from services.meetings.domain.meeting_series.rhythm import MOST, Rhythm
from shared.domain.errors import Refused
from shared.zones import ZONES

DAYS = st.dates(date(2024, 8, 1), date(2035, 8, 1))
EVERY: st.SearchStrategy[Literal[1, 2]] = st.sampled_from((1, 2))
RHYTHMS = st.builds(
    lambda weekday, at, every, first, length, zone: Rhythm(
        weekday, at, every, first, first + timedelta(days=length), zone
    ),
    st.integers(0, 6),
    st.times(max_value=time(23, 59)).map(lambda one: one.replace(second=0, microsecond=0)),
    EVERY,
    DAYS,
    st.integers(7, 340),
    st.sampled_from(ZONES),
)
HOLIDAYS = st.lists(st.integers(0, 340), max_size=30)


@given(RHYTHMS, HOLIDAYS)
def test_the_schools_clock_shows_the_same_hour_on_each_day(
    rhythm: Rhythm, holidays: list[int]
) -> None:
    skipped = {rhythm.first + timedelta(days=number) for number in holidays}
    days = rhythm.days(skipped)
    assume(days)
    moments = rhythm.moments(skipped)
    zone = ZoneInfo(rhythm.zone)
    local = [moment.astimezone(zone) for moment in moments]
    assert [one.date() for one in local] == list(days)
    assert {one.timetz().replace(tzinfo=None) for one in local} == {rhythm.at}
    assert {one.weekday() for one in local} == {rhythm.weekday}
    assert moments == sorted(set(moments))


@given(RHYTHMS, HOLIDAYS)
def test_nothing_falls_on_a_holiday_or_outside_and_no_week_shifts(
    rhythm: Rhythm, holidays: list[int]
) -> None:
    skipped = {rhythm.first + timedelta(days=number) for number in holidays}
    days, whole = rhythm.days(skipped), rhythm.days(())
    assert set(days) == set(whole) - skipped
    assert all(rhythm.first <= day <= rhythm.until for day in days)
    steps = {(after - before).days for before, after in pairwise(whole)}
    assert steps <= {7 * rhythm.every}
    assert not whole or (whole[0] - rhythm.first).days < 7
    assert (rhythm.until - whole[-1]).days < 7 * rhythm.every if whole else True


@given(RHYTHMS, st.sampled_from(ZONES))
def test_the_zone_moves_the_moment_and_never_the_day(rhythm: Rhythm, zone: str) -> None:
    elsewhere = Rhythm(rhythm.weekday, rhythm.at, rhythm.every, rhythm.first, rhythm.until, zone)
    assume(rhythm.days(()))
    assert elsewhere.days(()) == rhythm.days(())
    for here, there in zip(rhythm.moments(()), elsewhere.moments(()), strict=True):
        shift = here.astimezone(ZoneInfo(zone)).utcoffset()
        own = here.astimezone(ZoneInfo(rhythm.zone)).utcoffset()
        assert shift is not None
        assert own is not None
        assert here - there == shift - own


def test_a_plan_is_neither_empty_nor_endless() -> None:
    monday = date(2026, 11, 2)
    empty = Rhythm(0, time(15), 1, monday, monday, "Europe/Moscow")
    with pytest.raises(Refused, match="no such day"):
        empty.moments({monday})
    endless = Rhythm(0, time(15), 1, monday, monday + timedelta(weeks=MOST), "Europe/Moscow")
    with pytest.raises(Refused, match="one school year"):
        endless.moments(())
