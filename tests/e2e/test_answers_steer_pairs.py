"""From an answer in a questionnaire to the points of a pair, and to its refusal."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest

from tests.e2e.matching_site import MOTHER, Cast, _child, _person, opened, settle_in
from tests.e2e.site import UNTIL, Site, this_year

pytestmark = [pytest.mark.long, pytest.mark.e2e, pytest.mark.integration, pytest.mark.timeout(280)]
FORM = "pupil_pupil"


def answered(cast: Cast, mentor: str) -> None:
    """The mentor teaches physics, and would rather help with studies than run a project."""
    staff, year = cast.staff, this_year()
    form = staff.all("participants", "/questionnaires", person=mentor, year=year)[0]["id"]
    answers = {
        "forms": [FORM], "themes": ["studies"], "times": ["mon-15"], "subjects": ["physics"],
        "skills": ["speaking"], "variants_pupil_pupil": ["achiever_underachiever"],
    }  # fmt: skip
    staff.post("participants", f"/questionnaires/{form}/answers", {"answers": answers})
    listed = {"year": year, "until": UNTIL}
    staff.post("participants", f"/mentors/{mentor}/list", listed, again="competences")
    staff.until("matching", "/candidates", _said, year=year, role="mentor")


def _said(rows: list[Any]) -> bool:
    return any("physics" in (row["features"] or {}).get("competences", ()) for row in rows)


def _several(count: int, rows: list[Any]) -> bool:
    return len(rows) >= count


def test_an_answer_gives_points_or_a_refusal(site: Site) -> None:
    cast = settle_in(site)
    staff = cast.staff
    mother = _person(staff, f"{MOTHER} старшая", "1984-02-03")
    learns = _child(staff, "Гусев Олег Ильич", 13, mother, subjects=["physics"])
    shares = _child(staff, "Уткина Алла Ильинична", 13, mother, subjects=["physics"],
                    variants_pupil_pupil=["peer_peer"])  # fmt: skip
    staff.until("matching", "/candidates", partial(_several, 4), year=this_year(), role="mentee")
    answered(cast, site.mentor)
    opened(cast)
    weights = {"weights": {"theme": 50, "competences": 50}}
    staff.put("matching", f"/programmes/{cast.programme}/criteria", weights)
    run = staff.post("matching", f"/programmes/{cast.programme}/proposals", {})["id"]
    staff.until("matching", "/proposals", partial(_several, 1), programme=cast.programme,
                status="draft")  # fmt: skip
    shown = staff.get("matching", f"/proposals/{run}")
    lines = {line["mentee"]: line for line in shown["lines"]}
    left = {one["mentee"]: one for one in shown["unmatched"]}
    assert lines[learns]["contributions"] == {"theme": 500, "competences": 500}
    assert lines[learns]["facts"]["competences"] == ["physics"]
    assert left[shares]["reason"] == "variant"
    assert left[shares]["relax"] == "variant"
    silent = next(line for line in shown["lines"] if line["mentee"] != learns)
    assert silent["contributions"]["competences"] == 250, "who asks for nothing gets half"
    assert staff.get("matching", f"/proposals/{run}/check")["verdict"] == "holds"
