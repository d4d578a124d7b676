"""A school's clock, holidays and terms."""

from __future__ import annotations

from datetime import date

from services.meetings.domain.working_rules import commands, events
from services.meetings.domain.working_rules.decider import WORKING_RULES
from services.meetings.domain.working_rules.events import Holiday
from shared.testing.spec import Spec

YEAR = "2026/27"
AUTUMN = Holiday(date(2026, 10, 26), date(2026, 10, 28))
WINTER = Holiday(date(2026, 12, 30), date(2027, 1, 10))


def test_what_is_not_settled_has_its_usual_value() -> None:
    rules = Spec(WORKING_RULES).state
    assert (rules.silent_days, rules.late_days, rules.zone) == (21, 14, "")


def test_rules_are_settled_once_and_in_bounds() -> None:
    spec = Spec(WORKING_RULES)
    settled = events.RulesSet("Asia/Kamchatka", 28, 7)
    spec.when(commands.SetRules("Asia/Kamchatka", 28, 7)).then(settled)
    spec.given(settled).when(commands.SetRules("Asia/Kamchatka", 28, 7)).then_nothing()
    spec.when(commands.SetRules("Europe/Berlin", 28, 7)).then_refused("no time zone of Russia")
    spec.when(commands.SetRules("", 0, 7)).then_refused("1 to 90 days")
    spec.when(commands.SetRules("", 21, 91)).then_refused("1 to 90 days")


def test_holidays_stand_in_their_order_and_become_days() -> None:
    spec = Spec(WORKING_RULES)
    made = events.HolidaysSet(YEAR, (AUTUMN, WINTER))
    state = spec.when(commands.SetHolidays(YEAR, (WINTER, AUTUMN))).then(made)
    assert state.days_off(YEAR)[:4] == (
        date(2026, 10, 26), date(2026, 10, 27), date(2026, 10, 28), date(2026, 12, 30),
    )  # fmt: skip
    assert len(state.days_off(YEAR)) == 15
    assert state.days_off("2027/28") == ()
    backwards = (Holiday(date(2026, 10, 28), date(2026, 10, 26)),)
    spec.when(commands.SetHolidays(YEAR, backwards)).then_refused("end on the day they begin")


def test_a_year_is_framed_by_its_programme() -> None:
    framed = events.YearFramed(YEAR, date(2026, 9, 1), date(2027, 5, 31))
    command = commands.FrameYear(YEAR, framed.starts, framed.ends)
    Spec(WORKING_RULES).when(command).then(framed)
    Spec(WORKING_RULES).given(framed).when(command).then_nothing()


def test_days_off_put_silence_off() -> None:
    rules = Spec(WORKING_RULES).given(events.HolidaysSet(YEAR, (AUTUMN, WINTER))).state
    before, inside, after = date(2026, 10, 25), date(2026, 10, 27), date(2026, 11, 25)
    assert rules.silent_before(before, YEAR) == date(2026, 10, 4)
    assert rules.silent_before(inside, YEAR) == date(2026, 10, 4)
    assert rules.silent_before(date(2026, 11, 18), YEAR) == date(2026, 10, 25)
    assert rules.silent_before(after, YEAR) == date(2026, 11, 4)
    assert rules.silent_before(inside, "2027/28") == date(2026, 10, 6)
