"""Best mentors by open criteria, and what a monitoring report is judged from."""

from __future__ import annotations

from typing import Any

import pytest

from services.reporting.application.grounds import ITEMS, chosen_statements, evidence_of_points
from services.reporting.domain.evidence.ledger import Ledger
from services.reporting.domain.monitoring_report.checklist import POINTS
from services.reporting.domain.ranking import CRITERIA, rank
from services.reporting.domain.roadmap.items import BY_NUMBER
from services.reporting.domain.survey.scales import SCALES, count
from services.reporting.domain.survey.statements import QUADRANTS, STATEMENTS, check_statements
from shared.contracts import meetings, participants
from shared.domain.errors import Invalid
from tests.unit.reporting.year import CARD, DAY, MENTOR, ONE, TWO, YEAR, met, notes, whole


def ranking(*more: Any) -> dict[str, tuple[int, float]]:
    return {
        one.mentor: (one.rank, one.score) for one in rank(Ledger(YEAR, notes([*whole(), *more])))
    }


def test_weights_add_up_to_a_hundred() -> None:
    assert sum(one.weight for one in CRITERIA) == 100


def test_equal_scores_share_a_rank() -> None:
    assert ranking() == {MENTOR: (1, 78.1), CARD: (1, 78.1)}


def test_each_criterion_moves_the_score_by_its_weight() -> None:
    partly = meetings.PairClosed(TWO, YEAR, "partly")
    assert ranking(partly)[CARD] == (2, 58.1)
    low = meetings.FeedbackGiven(f"request of {TWO}", TWO, YEAR, "mentee", True)
    assert ranking(low)[CARD] == (2, 53.1)
    failed = participants.TrainingCompleted("training", CARD, YEAR, False)
    assert ranking(failed)[CARD] == (2, 68.1)
    more = [
        meetings.MeetingHeld(f"regular {n}", ONE, YEAR, "regular", DAY, 45, None) for n in range(20)
    ]
    assert ranking(*more)[MENTOR] == (1, 100.0), "more than eight meetings are no more than all"
    assert met(ONE, "regular").pairing == ONE


def test_whoever_withdrew_is_not_ranked() -> None:
    ended = participants.ConsentEnded(MENTOR, "participation", "withdrawn")
    assert set(ranking(ended)) == {CARD}


def test_every_point_has_items_of_the_roadmap_behind_it() -> None:
    assert set(ITEMS) == {point.code for point in POINTS}
    assert {number for items in ITEMS.values() for number in items} <= set(BY_NUMBER)
    found = {one["code"]: one["items"] for one in evidence_of_points(Ledger(YEAR, notes(whole())))}
    [survey] = found["participants"]
    assert (survey["item"], survey["ticked"], survey["needed"], survey["present"]) == (
        "6.8",
        True,
        1,
        1,
    )
    empty = evidence_of_points(Ledger(YEAR, []))
    assert not any(item["ticked"] for point in empty for item in point["items"])


def test_statements_are_counted_from_surveys_with_enough_answers() -> None:
    assert {one.quadrant for one in STATEMENTS} == set(QUADRANTS)
    answer = {"scales": dict.fromkeys(SCALES, 8), "statements": ["clear_goals", "heavy_load"]}
    five, four = count([answer] * 5), count([answer] * 4)

    def survey(results: Any) -> dict[str, Any]:
        return {"results": {"answered": results.answered, "statements": results.statements}}

    found = chosen_statements([survey(five), survey(four)])
    counts = {one["code"]: one["count"] for one in found["statements"] if one["count"]}
    assert (found["answered"], counts) == (5, {"clear_goals": 5, "heavy_load": 5})


@pytest.mark.parametrize("chosen", [["made_up"], ["clear_goals", "clear_goals"]])
def test_only_statements_of_the_list_are_taken(chosen: list[str]) -> None:
    with pytest.raises(Invalid):
        check_statements(chosen)
