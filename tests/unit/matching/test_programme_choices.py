"""A programme's forms, criteria and launch."""

from __future__ import annotations

import math
from datetime import date

import pytest

from services.matching.domain.programme import commands, events
from services.matching.domain.programme.decider import PROGRAMME
from shared.domain.errors import Invalid, Refused
from shared.domain.ids import ProgrammeId
from shared.domain.personal import Personal
from shared.testing.spec import Spec

ID = ProgrammeId("programme")
START, END, DAY = date(2026, 9, 1), date(2027, 5, 31), date(2026, 9, 20)
REASONS = Personal.of_json({"pupil_pupil": "18 запросов по математике"})
programme = Spec(PROGRAMME)
opened = programme.given(events.ProgrammeOpened(ID, "2026/27", START, END))
chosen = opened.given(
    events.FormsChosen(ID, "2026/27", ("pupil_pupil",), {"pupil_pupil": ()}, REASONS)
)


def choose(
    *forms: str, variants: tuple[str, ...] = (), reasons: Personal = REASONS
) -> commands.ChooseForms:
    return commands.ChooseForms(forms, {"pupil_pupil": variants}, reasons)


@pytest.mark.parametrize("year", ["2026", "2026/28", "26/27"])
def test_a_school_year_is_written_one_way(year: str) -> None:
    decision = programme.when(commands.Open(ID, year, START, END))
    assert isinstance(decision.error, Invalid)


def test_a_programme_is_opened_once_a_year() -> None:
    opened.when(commands.Open(ID, "2026/27", START, END)).then_refused("open already")


def test_forms_come_with_variants_and_reasons() -> None:
    opened.when(choose("pupil_pupil", variants=("peer_peer",))).then(
        events.FormsChosen(
            ID, "2026/27", ("pupil_pupil",), {"pupil_pupil": ("peer_peer",)}, REASONS
        )
    )


@pytest.mark.parametrize(
    "command",
    [
        choose(),
        choose("pupil_pupil", "pupil_pupil"),
        choose("parent_pupil"),
        choose("pupil_pupil", variants=("innovator_conservative",)),
        choose("pupil_pupil", reasons=Personal.of_json({"pupil_pupil": " "})),
    ],
)
def test_a_choice_of_forms_that_makes_no_sense_is_refused(command: commands.ChooseForms) -> None:
    assert isinstance(opened.when(command).error, Invalid)


def test_the_launch_fixes_the_forms() -> None:
    opened.when(commands.ApproveLaunch("7", DAY)).then_refused("choose the forms")
    chosen.when(commands.ApproveLaunch("7", DAY)).then(events.LaunchApproved("7", DAY))
    launched = chosen.given(events.LaunchApproved("7", DAY))
    launched.when(choose("pupil_pupil")).then_refused("fixed")


def test_other_forms_are_refused_afterwards() -> None:
    state = chosen.state
    state.require_forms(("pupil_pupil",))
    with pytest.raises(Refused, match="employer_pupil"):
        state.require_forms(("pupil_pupil", "employer_pupil"))


@pytest.mark.parametrize(
    "weights",
    [{"theme": math.nan}, {"theme": math.inf}, {"theme": -1.0}, {"theme": 0.0}, {"luck": 1.0}],
)
def test_absurd_weights_are_refused(weights: dict[str, float]) -> None:
    assert isinstance(opened.when(commands.SetCriteria(weights)).error, Invalid)


def test_the_same_weights_again_are_nothing() -> None:
    weights = {"theme": 2.0, "ballot": 1.0}
    opened.when(commands.SetCriteria(weights)).then(events.CriteriaSet(weights))
    opened.given(events.CriteriaSet(weights)).when(commands.SetCriteria(weights)).then_nothing()
