"""The plan of resources: lines written anew and dropped, and what the roadmap shows of them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from services.reporting.domain.evidence.board import board
from services.reporting.domain.evidence.facts import Note, note
from services.reporting.domain.evidence.own_facts import own_note
from services.reporting.domain.resource_plan import commands, events
from services.reporting.domain.resource_plan.decider import LINES_MAX, RESOURCE_PLAN
from shared.domain.errors import Invalid, NotFound
from shared.domain.personal import Personal
from shared.testing.spec import Spec

YEAR = "2026/27"
SET = commands.SetResource(
    "plan", YEAR, "line", "people", "outside", Personal.of("студенты-наставники"),
    Personal.of("колледж связи"), 4, 1,
)  # fmt: skip
WRITTEN = events.ResourceSet("plan", YEAR, "line", "people", "outside", SET.what, SET.who, 4, 1)


def test_a_line_is_written_anew_and_dropped() -> None:
    Spec(RESOURCE_PLAN).when(SET).then(WRITTEN)
    more = replace(SET, have=4)
    Spec(RESOURCE_PLAN).given(WRITTEN).when(more).then(replace(WRITTEN, have=4))
    dropped = events.ResourceDropped("plan", YEAR, "line")
    drop = commands.DropResource("line")
    Spec(RESOURCE_PLAN).given(WRITTEN).when(drop).then(dropped)
    Spec(RESOURCE_PLAN).given(WRITTEN, dropped).when(drop).then_refused("no such line", NotFound)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"what": Personal.of("  ")}, "what is needed"),
        ({"needed": 0}, "at least one"),
        ({"have": -1}, "less than nothing"),
        ({"year": "2026/28"}, "2026/27"),
    ],
)
def test_a_line_that_says_nothing_is_refused(wrong: dict[str, object], words: str) -> None:
    Spec(RESOURCE_PLAN).when(replace(SET, **wrong)).then_refused(words, Invalid)  # type: ignore[arg-type]


def test_a_plan_is_bounded() -> None:
    full = Spec(RESOURCE_PLAN).given(
        *(replace(WRITTEN, line=str(number)) for number in range(LINES_MAX))
    )
    full.when(SET).then_refused("at most 200")
    full.when(replace(SET, line="7")).then(replace(WRITTEN, line="7"))


def _document(told: Note | None) -> dict[str, object]:
    assert told is not None
    return {"id": told.id, "at": "2026-09-05", **told.fields}


def test_the_roadmap_shows_resources_beside_the_meetings_with_partners() -> None:
    met = note("outreach", "e", item="1.3", year=YEAR, held=True, withdrawn=False, attended=9,
               material="")  # fmt: skip
    lines = [own_note(WRITTEN), own_note(replace(WRITTEN, line="two", have=4))]
    notes = [_document(one) for one in (met, *lines)]
    proof = board(YEAR, notes)["1.3"]
    assert proof.ticked
    assert (proof.facts["resources"], proof.facts["resource_gaps"]) == (2, 1)
    assert {one.kind: one.count for one in proof.evidence} == {"outreach": 1, "resource": 2}
    assert not board(YEAR, notes[1:])["1.3"].ticked
    gone = _document(own_note(events.ResourceDropped("plan", YEAR, "line")))
    assert board(YEAR, [notes[0], gone])["1.3"].facts["resources"] == 0
