"""Answers fit their template, become features, and cover no more than the closed list."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.participants.application.shipped import document, instruments
from services.participants.application.templates import shipped_templates
from services.participants.domain.ages import adult_from, age_band, age_on
from services.participants.domain.answers import check_answers
from services.participants.domain.features import (
    features_of,
    grade_of,
    permitted,
    read_features,
)
from services.participants.domain.questionnaire_response import commands, events
from services.participants.domain.questionnaire_response.decider import QUESTIONNAIRE_RESPONSE
from services.participants.domain.questionnaire_template.commands import Publish
from services.participants.domain.questionnaire_template.decider import QUESTIONNAIRE_TEMPLATE
from services.participants.domain.questionnaire_template.events import TemplatePublished
from services.participants.domain.questions import check_template
from shared.contracts.features import FORMS, THEMES
from shared.domain.errors import Invalid, NotFound
from shared.domain.ids import PersonId
from shared.domain.personal import Personal
from shared.domain.purposes import CONSENT_PURPOSES
from shared.testing.spec import Spec

TODAY = date(2026, 9, 1)
VANYA = PersonId("vanya")
ANSWERS: dict[str, Any] = {
    "forms": ["pupil_pupil"],
    "themes": ["studies"],
    "request": "алгебра",
    "times": ["mon-15"],
    "way": "online",
    "group_ok": True,
}

response = Spec(QUESTIONNAIRE_RESPONSE)
OPEN = commands.Open(VANYA, "2026/27", "mentee", "self", "mentee", 1)
OPENED = events.ResponseOpened(VANYA, "2026/27", "mentee", "self", "mentee", 1)
TOLD = Personal.of("{}")
ANSWERED = events.ResponseAnswered(VANYA, "2026/27", "mentee", "self", "participation", TOLD)


def test_it_is_opened_answered_and_struck() -> None:
    response.when(OPEN).then(OPENED)
    response.given(OPENED).when(commands.Answer(TOLD)).then(ANSWERED)
    struck = events.ResponseStruck(VANYA, "2026/27", "mentee", "mistake")
    past = response.given(OPENED, ANSWERED)
    past.when(commands.Strike("mistake")).then(struck)
    past.given(struck).when(commands.Answer(TOLD)).then_refused("struck")
    past.given(struck).when(OPEN).then(OPENED)


def test_nothing_is_answered_that_was_not_opened() -> None:
    response.when(commands.Answer(TOLD)).then_refused("not opened", NotFound)


def test_third_party_answers_are_held_for_their_own_purpose() -> None:
    asked = replace(OPENED, kind="third_party", source="teacher", template="third_party")
    state = response.given(asked).when(commands.Answer(TOLD))
    assert [event.purpose for event in state.events] == ["third_party"]
    own = replace(OPEN, kind="third_party")
    response.when(own).then_refused("somebody else", Invalid)


def test_a_templates_next_version_follows_the_shipped_one() -> None:
    template = Spec(QUESTIONNAIRE_TEMPLATE)
    second = TemplatePublished("mentee", 2, "{}")
    template.when(Publish("mentee", "{}", 1)).then(second)
    template.given(second).when(Publish("mentee", "{}", 1)).then_nothing()
    third = TemplatePublished("mentee", 3, "[]")
    template.given(second).when(Publish("mentee", "[]", 1)).then(third)


@pytest.mark.parametrize("code", ["mentee", "mentor", "third_party"])
def test_every_shipped_template_can_be_answered_in_both_languages(code: str) -> None:
    template = shipped_templates()[code]
    check_template(template)
    for question in template["questions"]:
        assert set(question["title"]) == {"ru", "en"}
        for option in question.get("options", ()):
            assert set(option["title"]) == {"ru", "en"}


def test_the_shipped_data_are_complete() -> None:
    assert {row["role"] for row in instruments()} == {"mentee", "mentor"}
    hashes = {document(p, lang)["hash"] for p in CONSENT_PURPOSES for lang in ("ru", "en")}
    assert len(hashes) == 2 * len(CONSENT_PURPOSES)
    with pytest.raises(NotFound):
        document("participation", "fr")


def test_fitting_answers_pass() -> None:
    check_answers(shipped_templates()["mentee"], ANSWERS)


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("forms", ["teacher_pupil"]),
        ("forms", []),
        ("themes", "studies"),
        ("times", ["mon-25"]),
        ("way", "by mail"),
        ("group_ok", "yes"),
        ("request", "x" * 4001),
        ("favourite_colour", "red"),
    ],
)
def test_answers_that_do_not_fit_are_named(code: str, value: Any) -> None:
    with pytest.raises(Invalid) as refusal:
        check_answers(shipped_templates()["mentee"], {**ANSWERS, code: value})
    assert list(refusal.value.fields) == [f"answers.{code}"]


def test_a_condition_spares_a_required_question() -> None:
    question = {"code": "b", "kind": "text", "required": True, "when": {"a": "yes"}}
    template = {"questions": [{"code": "a", "kind": "text"}, question]}
    check_answers(template, {"a": "no"})
    with pytest.raises(Invalid):
        check_answers(template, {"a": "yes"})


def test_features_come_from_answers_age_and_class() -> None:
    features = features_of(
        ANSWERS, birth_date=date(2013, 9, 1), group="7 А", today=TODAY, vetoes=["no_online"]
    )
    assert (features.forms, features.themes) == (("pupil_pupil",), ("studies",))
    assert (features.grade, features.age_band, features.adult) == (7, "10-13", False)
    assert (features.way, features.group_ok, features.vetoes) == ("online", True, ("no_online",))
    assert "алгебра" not in str(features)


@given(
    st.dictionaries(
        st.sampled_from(["forms", "themes", "times", "way", "gender", "languages", "secret"]),
        st.one_of(
            st.text("абвxyz 7", max_size=9),
            st.lists(st.sampled_from([*FORMS, *THEMES, "x"]), max_size=8),
            st.booleans(),
        ),
    )
)
def test_features_survive_any_answers_and_their_own_json(answers: dict[str, Any]) -> None:
    features = features_of(answers, birth_date=None, group="", today=TODAY)
    assert set(features.forms) <= set(FORMS)
    assert set(features.themes) <= set(THEMES)
    as_json = {k: list(v) if isinstance(v, tuple) else v for k, v in asdict(features).items()}
    assert read_features(as_json) == features
    assert permitted(features, ()).forms == ()


@pytest.mark.parametrize(
    ("text", "grade"), [("7 А", 7), ("11Б", 11), ("учитель", None), ("12 А", None), ("", None)]
)
def test_the_grade_is_read_from_the_class(text: str, grade: int | None) -> None:
    assert grade_of(text) == grade


def test_ages_turn_on_the_birthday() -> None:
    born = date(2008, 2, 29)
    assert age_on(born, date(2026, 2, 28)) == 17
    assert age_on(born, date(2026, 3, 1)) == 18
    assert adult_from(born) == date(2026, 3, 1)
    assert [age_band(age) for age in (9, 13, 14, 17, 18, 25)] == [
        "10-13", "10-13", "14-15", "16-17", "18-24", "25+",
    ]  # fmt: skip
