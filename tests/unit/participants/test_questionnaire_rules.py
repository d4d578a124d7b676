"""Definitions are judged where they stand, links work once, other tools' cells are never guessed."""

from __future__ import annotations

from copy import deepcopy
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.participants.application.answer_files.cells import Unread, read_cell, read_line
from services.participants.application.answer_files.reading import decoded, read_sheet
from services.participants.application.templates import shipped_templates
from services.participants.domain.answer_mapping import events as mappings
from services.participants.domain.answer_mapping.commands import Remember
from services.participants.domain.answer_mapping.decider import ANSWER_MAPPING
from services.participants.domain.answers import answer_faults
from services.participants.domain.questionnaire_link import commands, events
from services.participants.domain.questionnaire_link.decider import QUESTIONNAIRE_LINK
from services.participants.domain.questionnaire_response import commands as responses
from services.participants.domain.questionnaire_response import events as answered
from services.participants.domain.questionnaire_response.decider import QUESTIONNAIRE_RESPONSE
from services.participants.domain.questionnaire_template import commands as templates
from services.participants.domain.questionnaire_template import events as published
from services.participants.domain.questionnaire_template.decider import QUESTIONNAIRE_TEMPLATE
from services.participants.domain.questions import KINDS, check_template
from shared.contracts.conditions import questions_asked
from shared.domain.errors import AlreadyExists, Conflict, Invalid, NotFound
from shared.domain.ids import PersonId
from shared.domain.personal import Personal
from shared.testing.spec import Spec

NOW = datetime(2026, 9, 1, 12, tzinfo=timezone.utc)
VANYA = PersonId("vanya")
TITLE = {"ru": "Вопрос", "en": "Question"}


def entries(*codes: str) -> list[dict[str, Any]]:
    return [{"code": code, "title": {"ru": code.upper()}} for code in codes]


def form(*questions: dict[str, Any], kind: str = "other") -> dict[str, Any]:
    return {"kind": kind, "title": TITLE, "questions": list(questions)}


def question(code: str, kind: str, **rest: Any) -> dict[str, Any]:
    return {"code": code, "kind": kind, "title": TITLE, **rest}


# Definitions


@pytest.mark.parametrize("code", sorted(shipped_templates()))
def test_what_is_shipped_is_usable(code: str) -> None:
    template = shipped_templates()[code]
    check_template(template)
    for one in template["questions"]:
        for entry in (one, *one.get("options", ()), *one.get("rows", ())):
            assert set(entry["title"]) == {"ru", "en"}


def test_the_shipped_ones_use_every_kind_and_conditions() -> None:
    questions = [q for t in shipped_templates().values() for q in t["questions"]]
    assert {q["kind"] for q in questions} == set(KINDS)
    assert [q["code"] for q in questions if q.get("when")]


@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        (question("A b", "text"), "questions.0.code"),
        (question("a", "poem"), "questions.0.kind"),
        (question("a", "choice", options=entries("x")), "questions.0.options"),
        (question("a", "choice", options=entries("x", "x")), "questions.0.options.1.code"),
        (question("a", "matrix", options=entries("x", "y")), "questions.0.rows"),
        (question("a", "scale", min=5, max=5), "questions.0.max"),
        (question("a", "several", options=entries("x", "y"), most=3), "questions.0.most"),
        (question("a", "text", options=entries("x", "y")), "questions.0.options"),
        (question("a", "text", when={"b": "x"}), "questions.0.when.b"),
        ({**question("a", "text"), "title": {"en": "only English"}}, "questions.0.title.ru"),
        ({**question("a", "text"), "title": {"ru": "ё" * 501}}, "questions.0.title.ru"),
        (question("forms", "text"), "questions.0.kind"),
        (question("gender", "choice", options=entries("m", "q")), "questions.0.options.1.code"),
    ],
)
def test_a_definition_is_refused_where_it_is_wrong(wrong: dict[str, Any], where: str) -> None:
    with pytest.raises(Invalid) as refusal:
        check_template(form(wrong))
    assert list(refusal.value.fields) == [where]


@pytest.mark.parametrize("wanted", ["z", ["x", "z"], [], True])
def test_a_condition_asks_for_an_answer_that_can_be_given(wanted: Any) -> None:
    first = question("a", "choice", options=entries("x", "y"))
    check_template(form(first, question("b", "text", when={"a": ["x", "y"]})))
    with pytest.raises(Invalid) as refusal:
        check_template(form(first, question("b", "text", when={"a": wanted})))
    assert list(refusal.value.fields) == ["questions.1.when.a"]


@pytest.mark.parametrize("code", ["forms", "themes"])
def test_matching_keeps_the_questions_that_it_needs(code: str) -> None:
    template = deepcopy(dict(shipped_templates()["mentee"]))
    template["questions"] = [
        q for q in template["questions"] if q["code"] != code and "when" not in q
    ]
    with pytest.raises(Invalid) as refusal:
        check_template(template)
    assert list(refusal.value.fields) == ["questions"]


# Answers

MATRIX = question("m", "matrix", rows=entries("r1", "r2"), options=entries("x", "y"), required=True)


@pytest.mark.parametrize(
    ("said", "fits"),
    [
        ({"r1": "x", "r2": "y"}, True),
        ({"r1": "x"}, False),
        ({"r1": "x", "r3": "y"}, False),
        ({"r1": ["x"], "r2": "y"}, False),
        ("x", False),
    ],
)
def test_a_matrix_is_answered_line_by_line(said: Any, fits: bool) -> None:
    assert bool(answer_faults(form(MATRIX), {"m": said})) is not fits


def test_what_is_not_asked_is_neither_required_nor_taken() -> None:
    template = form(
        question("a", "yes_no"),
        question("b", "scale", min=1, max=3, when={"a": True}),
        question("c", "text", required=True, when={"b": [2, 3]}),
    )
    assert answer_faults(template, {"a": False}) == {}
    assert answer_faults(template, {"a": True, "b": 2}) == {"c": "an answer is required"}
    told = answer_faults(template, {"a": False, "b": 2, "c": "x"})
    assert set(told) == {"b", "c"}  # a question that is not asked brings up no other


def test_at_most_so_many_are_chosen() -> None:
    template = form(question("a", "several", options=entries("x", "y", "z"), most=2))
    assert answer_faults(template, {"a": ["x", "y"]}) == {}
    assert answer_faults(template, {"a": ["x", "y", "z"]}) == {"a": "choose at most 2"}


WORDS = st.sampled_from(["", "exams", "pupil_pupil", "mon-15", "2026-09-01", "ё"])
ANY = st.recursive(
    WORDS | st.sampled_from([None, True, 3, 2.5]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["learning", "ё"]), inner, max_size=2)
    ),
    max_leaves=5,
)


@given(st.dictionaries(st.sampled_from(["forms", "themes", "subjects", "self_view", "times", "starts_on",
                                        "readiness", "way", "group_ok", "request"]), ANY))  # fmt: skip
def test_no_answers_whatever_break_the_judging(answers: dict[str, Any]) -> None:
    template = shipped_templates()["mentee"]
    wrong = answer_faults(template, answers)
    asked = {q["code"] for q in questions_asked(template, answers)}
    kept = {code: value for code, value in answers.items() if code not in wrong and value}
    assert set(kept) <= asked


# Drafts and versions

draft = Spec(QUESTIONNAIRE_TEMPLATE)
DRAFTED = published.TemplateDrafted("mentee", "[1]")


def test_a_draft_becomes_the_next_version_and_is_gone() -> None:
    draft.when(templates.PublishDraft("mentee", 2)).then_refused("no draft", NotFound)
    draft.when(templates.SaveDraft("mentee", "[1]")).then(DRAFTED)
    past = draft.given(DRAFTED)
    past.when(templates.SaveDraft("mentee", "[1]")).then_nothing()
    third = published.TemplatePublished("mentee", 3, "[1]")
    state = past.when(templates.PublishDraft("mentee", 2)).then(third)
    assert (state.draft, state.versions) == ("", (third,))
    discarded = published.DraftDiscarded("mentee")
    past.when(templates.DiscardDraft("mentee")).then(discarded)
    draft.when(templates.DiscardDraft("mentee")).then_nothing()
    same = past.given(third, DRAFTED)
    same.when(templates.PublishDraft("mentee", 2)).then(discarded)  # nothing new to publish


def test_publishing_something_else_leaves_the_draft_alone() -> None:
    other = published.TemplatePublished("mentee", 3, "[2]")
    assert draft.given(DRAFTED, other).state.draft == "[1]"


def test_an_open_questionnaire_follows_the_newest_version_until_it_is_answered() -> None:
    response = Spec(QUESTIONNAIRE_RESPONSE)
    opened = answered.ResponseOpened(VANYA, "2026/27", "mentee", "self", "mentee", 2)
    third = responses.Open(VANYA, "2026/27", "mentee", "self", "mentee", 3)
    again = answered.ResponseOpened(VANYA, "2026/27", "mentee", "self", "mentee", 3)
    response.given(opened).when(third).then(again)
    told = Personal.of("{}")
    said = answered.ResponseAnswered(VANYA, "2026/27", "mentee", "self", "participation", told)
    response.given(opened, said).when(third).then_nothing()
    stale = responses.Answer(told, "link", 2)
    response.given(opened, again).when(stale).then_refused("another version", Conflict)


# Links

link = Spec(QUESTIONNAIRE_LINK)
ISSUE = commands.Issue("link", "form", VANYA, "2026/27", "mentee", "self", "ru", 14, NOW)
ISSUED = events.QuestionnaireLinkIssued(
    "link", "form", VANYA, "2026/27", "mentee", "self", "ru", NOW + timedelta(days=14)
)
USED = events.QuestionnaireLinkUsed("link")


def test_a_link_works_once_and_until_it_expires() -> None:
    link.when(ISSUE).then(ISSUED)
    link.when(commands.Use(NOW)).then_refused("no such link", NotFound)
    past = link.given(ISSUED)
    past.when(ISSUE).then_refused("issued already", AlreadyExists)
    past.when(commands.Use(NOW)).then(USED)
    past.given(USED).when(commands.Use(NOW)).then_refused("used or has expired")
    past.when(commands.Use(NOW + timedelta(days=14))).then_refused("used or has expired")
    revoked = events.QuestionnaireLinkRevoked("link")
    past.when(commands.Revoke()).then(revoked)
    past.given(revoked).when(commands.Use(NOW)).then_refused("used or has expired")
    past.given(USED).when(commands.Revoke()).then_nothing()


# Mappings and cells


def test_a_mapping_remembers_what_is_new_only() -> None:
    mapping = Spec(ANSWER_MAPPING)
    first = mappings.MappingRemembered("mentee", 2, (("h1", "q.forms"),), (("forms", "v", "x"),))
    command = Remember("mentee", 2, (("h1", "q.forms"),), (("forms", "v", "x"),))
    mapping.when(command).then(first)
    past = mapping.given(first)
    past.when(command).then_nothing()
    more = Remember("mentee", 2, (("h1", "q.forms"), ("h2", "q.way")), ())
    added = mappings.MappingRemembered("mentee", 2, (("h2", "q.way"),), ())
    state = past.when(more).then(added)
    assert state.columns == {"h1": "q.forms", "h2": "q.way"}


def nothing(_question: str, _text: str) -> str | None:
    return None


FRUIT = question(
    "fruit", "several",
    options=[{"code": "a", "title": {"ru": "яблоки, груши"}}, {"code": "b", "title": {"ru": "груши"}}],
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Груши", ["b"]),
        ("яблоки, груши", ["a"]),
        ("груши; яблоки, груши", ["b", "a"]),
        ("яблоки, груши, груши", ["a", "b"]),
        ("b", ["b"]),
    ],
)
def test_an_option_may_hold_a_comma(text: str, codes: list[str]) -> None:
    assert read_cell(FRUIT, text, nothing) == codes


def test_a_text_that_is_no_option_is_named_and_not_guessed() -> None:
    with pytest.raises(Unread) as unread:
        read_cell(FRUIT, "груши, вишни", nothing)
    assert unread.value.parts == ("вишни",)
    known = {("fruit", "вишни"): "a"}
    assert read_cell(FRUIT, "груши, вишни", lambda q, t: known.get((q, t))) == ["b", "a"]


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("yes_no", "Да, конечно", True), ("yes_no", "нет", False), ("scale", "4 – хорошо", 4),
        ("date", "1 мая 2026", "2026-05-01"), ("slots", "Пн 15:00, ср 16", ["mon-15", "wed-16"]),
        ("themes", "Подготовка к экзаменам, общение", ["exams", "social_ties"]),
        ("text", "как есть, с запятой", "как есть, с запятой"),
    ],
)  # fmt: skip
def test_cells_are_read_by_kind(kind: str, text: str, value: Any) -> None:
    assert read_cell(question("a", kind), text, nothing) == value


@pytest.mark.parametrize(
    ("kind", "text"),
    [("yes_no", "может быть"), ("scale", "11"), ("date", "скоро"), ("slots", "днём")],
)
def test_cells_that_say_no_answer_are_not_read(kind: str, text: str) -> None:
    with pytest.raises(Unread):
        read_cell(question("a", kind), text, nothing)


def test_a_line_of_a_matrix_is_one_option() -> None:
    assert read_line(MATRIX, "X", nothing) == "x"
    with pytest.raises(Unread):
        read_line(MATRIX, "x, y", nothing)


TABLE = [["Отметка времени", "ФИО", "ФИО", ""], ["01.09.2026", "Соколов, Ваня", "«ё»", "x"]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1251"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_every_usual_encoding_and_separator_is_read(encoding: str, mark: str) -> None:
    lines = "\r\n".join(mark.join(f'"{cell}"' for cell in line) for line in TABLE)
    sheet = read_sheet(lines.encode(encoding))
    assert sheet.headings == ("Отметка времени", "ФИО", "ФИО (2)")
    assert sheet.rows == ((2, ("01.09.2026", "Соколов, Ваня", "«ё»")),)


@given(st.binary(max_size=300))
def test_any_bytes_are_a_table_or_a_sentence(content: bytes) -> None:
    try:
        sheet = read_sheet(content)
    except Invalid as error:
        told = error.fields["file"]
    else:
        told = [] if any(len(cells) != len(sheet.headings) for _, cells in sheet.rows) else ["fits"]
    assert told


def test_letters_that_cannot_be_read_are_not_taken_for_russian() -> None:
    with pytest.raises(Invalid):
        decoded("Привет, мир".encode("cp866"))
