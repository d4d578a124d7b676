"""Indicators, what crosses to the municipality, and before/after."""

from __future__ import annotations

from datetime import date

import pytest

from services.reporting.application.municipality import table
from services.reporting.domain.comparison import Measured, compare
from services.reporting.domain.evidence.ledger import Ledger
from services.reporting.domain.indicators import commands, events
from services.reporting.domain.indicators.catalogue import Share
from services.reporting.domain.indicators.decider import INDICATORS_OF_YEAR
from services.reporting.domain.month_end.groups import GROUPS
from services.reporting.domain.progress.commands import Report
from services.reporting.domain.progress.counting import numerators, partners
from services.reporting.domain.progress.decider import PROGRESS
from services.reporting.domain.progress.events import SchoolProgressed, StageProgress
from services.reporting.domain.progress.exact import MentorsAtHome, parts
from shared.domain.errors import Invalid
from shared.domain.ids import TenantId
from shared.testing.spec import Spec
from tests.unit.reporting.year import COMPANY, SCHOOL, YEAR, notes, whole

TODAY = date(2027, 6, 1)


def taken(who: str, stage: int, version: int = 1, **values: float) -> Measured:
    return Measured(who, stage, "pupil", version, values)


def both(who: str, before: float, after: float) -> list[Measured]:
    return [taken(who, 1, calm=before), taken(who, 2, calm=after)]


FIVE = [one for n, who in enumerate("abcde") for one in both(who, 4 + n, 6 + 2 * n)]


def test_only_complete_pairs_are_compared_and_the_missing_are_told() -> None:
    [found] = compare([*FIVE, taken("x", 1, calm=1), taken("y", 2, calm=9)])
    assert (found.n, found.missing, found.incomparable, found.status) == (5, 2, 0, "comparable")
    [calm] = found.parameters
    assert (calm.n, calm.missing) == (5, 2)
    assert (calm.before_median, calm.after_median) == (6, 10)
    assert calm.changes is not None
    assert (calm.changes.mean_change, calm.changes.median_change) == (4, 4)
    assert calm.changes.effect_size == pytest.approx(4 / 2.5**0.5)


def test_fewer_than_five_pairs_are_counted_and_not_told() -> None:
    [found] = compare(FIVE[:8])
    [calm] = found.parameters
    assert (found.n, calm.n) == (4, 4)
    assert (calm.before_median, calm.after_median, calm.changes) == (None, None, None)


def test_two_versions_of_an_instrument_are_incomparable() -> None:
    [found] = compare([taken("a", 1, 1, calm=4), taken("a", 2, 2, calm=6)])
    assert (found.status, found.n, found.incomparable) == ("incomparable", 0, 1)
    assert found.versions == (1, 2)
    assert found.parameters == ()
    [mixed] = compare(
        [taken("a", 1, 1, calm=4), taken("a", 2, 2, calm=6), taken("b", 1, 2, calm=3),
         taken("b", 2, 2, calm=5)]
    )  # fmt: skip
    assert (mixed.status, mixed.n, mixed.incomparable) == ("comparable", 1, 1)


def test_changes_that_do_not_vary_have_no_effect_size() -> None:
    pairs = [one for who in "abcde" for one in both(who, 4, 5)]
    changes = compare(pairs)[0].parameters[0].changes
    assert changes is not None
    assert (changes.mean_change, changes.effect_size) == (1, None)


def test_a_parameter_missing_at_one_stage_is_counted_as_missing() -> None:
    [found] = compare([taken("a", 1, calm=4, bold=2), taken("a", 2, calm=6)])
    bold = next(p for p in found.parameters if p.parameter == "bold")
    assert (bold.n, bold.missing, bold.changes) == (0, 1, None)


def test_a_year_is_counted_from_its_evidence() -> None:
    ledger = Ledger(YEAR, notes(whole()))
    found = numerators(ledger, SCHOOL, {SCHOOL})
    assert found["mentees_10_19"] == Share(2, None)
    assert found["mentors_15_19"] == Share(1, None)
    assert found["enterprises"] == Share(1, None)
    assert found["mentees_satisfied"] == Share(1, 1)
    assert partners(ledger, SCHOOL, {SCHOOL}) == (COMPANY,)
    assert Share(1, 0).percent is None
    assert Share(1, 3).percent == 33.3


def test_the_parts_of_a_month_end_count_each_person_once() -> None:
    ledger, mentors = Ledger(YEAR, notes(whole())), MentorsAtHome()
    mentors.add(ledger)
    found = parts(ledger) | mentors.of(SCHOOL)
    assert (found["mentees_10_19"], found["young_teachers"], found["mentees_waiting"]) == (2, 0, 0)
    assert (found["mentors_15_19"], found["mentors_other"]) == (1, 0), (
        "the company's is not the school's"
    )
    assert (found["pairs_active"], found["pairs_closed"], found["pairs_other"]) == (0, 2, 0)
    assert (found["mentees_satisfied"], found["mentees_dissatisfied"]) == (1, 0)
    assert set(found) == {part for group in GROUPS for part in group.parts}


PROGRESSED = SchoolProgressed(
    TenantId("school"), YEAR, TODAY, (StageProgress(1, 4, 4),), {"mentees": 12}, ()
)


def test_a_school_reports_a_change_only() -> None:
    Spec(PROGRESS).when(Report(PROGRESSED)).then(PROGRESSED)
    later = SchoolProgressed(
        TenantId("school"), YEAR, date(2027, 6, 2), (StageProgress(1, 4, 4),), {"mentees": 12}, ()
    )
    Spec(PROGRESS).given(PROGRESSED).when(Report(later)).then_nothing()


def test_a_small_number_cannot_cross() -> None:
    small = SchoolProgressed(TenantId("school"), YEAR, TODAY, (), {"mentees": 3}, ())
    Spec(PROGRESS).when(Report(small)).then_refused("must not leave the school")


def test_a_table_without_month_ends_has_stages_only() -> None:
    live = {"a": {"stages": [1]}}
    found = table(YEAR, live, None)
    assert (found["month_end"], found["published"], found["totals"]) == (None, [], {})
    assert found["schools"] == [{"school": "a", "stages": [1], "counts": {}, "earlier": {}}]


def test_denominators_targets_and_counts_are_kept_with_their_dates() -> None:
    spec = Spec(INDICATORS_OF_YEAR)
    enter = commands.EnterDenominator(YEAR, "mentees_10_19", 500, TODAY)
    entered = events.DenominatorEntered(YEAR, "mentees_10_19", 500, TODAY)
    spec.when(enter).then(entered)
    spec.given(entered).when(enter).then_nothing()
    spec.when(commands.SetTarget(YEAR, "mentees_10_19", 70)).then(
        events.TargetSet(YEAR, "mentees_10_19", 70)
    )
    counted = (events.Counted("mentees_10_19", 40, 500),)
    kept = events.IndicatorsCounted(YEAR, TODAY, counted)
    spec.when(commands.Count(YEAR, TODAY, counted)).then(kept)
    spec.given(kept).when(commands.Count(YEAR, TODAY, counted)).then_nothing()


@pytest.mark.parametrize(
    "command",
    [
        commands.EnterDenominator(YEAR, "mentees_satisfied", 5, TODAY),
        commands.EnterDenominator(YEAR, "young_teachers", 0, TODAY),
        commands.SetTarget(YEAR, "unheard", 10),
        commands.SetTarget(YEAR, "young_teachers", 101),
    ],
)
def test_indicators_refuse_what_makes_no_sense(command: object) -> None:
    assert isinstance(Spec(INDICATORS_OF_YEAR).when(command).error, Invalid)
