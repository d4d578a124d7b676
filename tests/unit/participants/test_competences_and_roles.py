"""What the third version of the shipped questionnaires asks becomes competences and role variants."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from services.participants.application import templates
from services.participants.application.templates import shipped_templates
from services.participants.domain.answers import check_answers
from services.participants.domain.features import CHOSEN, NEEDED, features_of, permitted
from services.participants.domain.questions import check_template
from shared.contracts.conditions import questions_asked
from shared.contracts.features import FORMS, Features
from shared.contracts.variants import VARIANTS
from shared.domain.errors import Invalid

SHIPPED = Path(templates.__file__).parent.parent / "data" / "templates"
PUPILS: dict[str, Any] = {"forms": ["pupil_pupil"], "themes": ["studies"]}


def features(**answers: Any) -> Features:
    today = date(2026, 9, 1)
    return features_of({**PUPILS, **answers}, birth_date=None, group="8 А", today=today)


def questions(code: str) -> dict[str, Any]:
    return {question["code"]: question for question in shipped_templates()[code]["questions"]}


@pytest.mark.parametrize("code", ["mentee", "mentor"])
def test_every_role_variant_is_asked_of_whoever_chose_its_form(code: str) -> None:
    asked = questions(code)
    for form in FORMS:
        question = asked[f"variants_{form}"]
        assert tuple(option["code"] for option in question["options"]) == VARIANTS[form]
        assert question["when"] == {"forms": form}
    shown = questions_asked(shipped_templates()[code], PUPILS)
    assert {q["code"] for q in shown if q["code"].startswith("variants")} == {
        "variants_pupil_pupil"
    }


def test_both_sides_choose_among_the_same_competences() -> None:
    mentee, mentor = questions("mentee"), questions("mentor")
    pairs = (("subjects", "subjects"), ("skills", "skills"), ("teaching_needs", "teaching_offers"))
    for mine, theirs in pairs:
        codes = [[option["code"] for option in one[code]["options"]]
                 for one, code in ((mentee, mine), (mentor, theirs))]  # fmt: skip
        assert codes[0] == codes[1]
    everything = [option["code"] for mine, _ in pairs for option in mentee[mine]["options"]]
    assert len(set(everything)) == len(everything), "one word would mean two things"


def test_answers_become_competences() -> None:
    said = features(subjects=["physics", "mathematics"], skills=["speaking"])
    assert said.competences == ("mathematics", "physics", "speaking")
    assert features(teaching_offers=["marking"]).competences == ("marking",)
    assert features().competences == ()


def test_words_of_ones_own_never_become_a_competence() -> None:
    assert features(skills="помогаю Ивану Петрову").competences == ()
    assert features(variants_pupil_pupil="хочу к тёте Вере").variants == ()


def test_answers_become_role_variants() -> None:
    assert features(variants_pupil_pupil=["peer_peer"]).variants == ("peer_peer",)
    assert features().variants == (), "who says nothing has nothing against"
    both = features(
        forms=["pupil_pupil", "employer_pupil"], variants_pupil_pupil=["leader_passive"]
    )
    assert set(both.variants) == {"leader_passive", *VARIANTS["employer_pupil"]}
    left = features(variants_pupil_pupil=["peer_peer"], variants_student_pupil=["peer_peer"])
    assert left.variants == ("peer_peer",), "a form that was not chosen says nothing"
    own = features(variants=["leader_passive"])
    assert own.variants == ("leader_passive",), "a school's own question"


def test_a_mentor_permits_competences_like_any_other_field() -> None:
    mentor = replace(features(subjects=["physics"]), variants=("peer_peer",))
    assert permitted(mentor, FORMS, CHOSEN).competences == ("physics",)
    less = tuple(field for field in CHOSEN if field != "competences")
    assert permitted(mentor, FORMS, less).competences == ()
    assert "variants" not in NEEDED + CHOSEN


def test_a_school_may_not_turn_a_role_question_into_another() -> None:
    template = dict(shipped_templates()["mentee"])
    question = {"code": "variants_pupil_pupil", "kind": "text", "title": {"ru": "Как?"}}
    template["questions"] = [
        question if one["code"] == question["code"] else one for one in template["questions"]
    ]
    with pytest.raises(Invalid):
        check_template(template)
    unknown = {**questions("mentee")["variants_pupil_pupil"]}
    unknown["options"] = [*unknown["options"], {"code": "boss", "title": {"ru": "начальник"}}]
    template["questions"] = [
        unknown if one["code"] == unknown["code"] else one for one in template["questions"]
    ]
    with pytest.raises(Invalid):
        check_template(template)


def test_nothing_that_earlier_versions_asked_is_asked_otherwise() -> None:
    for code in ("mentee", "mentor"):
        versions = [json.loads(path.read_text()) for path in sorted(SHIPPED.glob(f"{code}*.json"))]
        second, third = versions[0], versions[1]
        assert (second["version"], third["version"]) == (2, 3)
        now = {question["code"]: question for question in third["questions"]}
        assert [now[question["code"]] for question in second["questions"]] == second["questions"]
        assert shipped_templates()[code]["version"] == 3


def test_a_questionnaire_with_the_new_questions_can_be_answered() -> None:
    answers = {**PUPILS, "subjects": ["physics"], "skills": ["speaking"], "request": "физика"}
    check_answers(shipped_templates()["mentee"], {**answers, "variants_pupil_pupil": ["peer_peer"]})
    with pytest.raises(Invalid):
        check_answers(shipped_templates()["mentee"], {**answers, "skills": ["flying"]})
