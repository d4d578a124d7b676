"""The base of mentees over HTTP: clusters, completeness, priority, many at once, the workbook."""

from __future__ import annotations

import io
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from tests.integration.participants import people
from tests.integration.participants.conftest import YEAR, Caller, Town

pytestmark = pytest.mark.integration


def asking(
    staff: Caller, name: str, *, themes: tuple[str, ...] = ("studies",), group: str = "7 А"
) -> tuple[str, str]:
    """A child who has asked for mentoring and waits."""
    kid, guardian = people.child(staff, name)
    staff.post(f"/people/{kid}/candidacies", {"role": "mentee", "year": YEAR, "group": group})
    people.consent(staff, kid, guardian=guardian)
    people.answered(staff, kid, "mentee", {**people.MENTEE_ANSWERS, "themes": list(themes)})
    return kid, guardian


def base(staff: Caller, **wanted: str) -> list[dict[str, Any]]:
    query = "".join(f"&{name}={value}" for name, value in wanted.items())
    return list(staff.get(f"/mentees/base?year={YEAR}{query}")["items"])


def test_the_base_says_what_is_missing_and_who_comes_first(town: Town) -> None:
    staff = town.coordinator(town.north)
    plain, _ = asking(staff, "Ваня Соколов")
    urgent, _ = asking(staff, "Ира Белая", themes=("adaptation", "exams"), group="9 Б")
    listed, _ = people.child(staff, "Оля Котова")
    staff.post(f"/people/{listed}/candidacies", {"role": "mentee", "year": YEAR, "group": "5 В"})
    town.cell.settle()
    rows = base(staff)
    assert [row["person"] for row in rows[:1]] == [urgent]
    by_person = {row["person"]: row for row in rows}
    assert by_person[urgent]["reasons"] == ["adaptation", "final_exams"]
    assert by_person[plain]["missing"] == ["third_party", "measurement"]
    assert by_person[listed]["status"] == "candidate"
    everything = ["consent", "questionnaire", "third_party", "measurement"]
    assert by_person[listed]["missing"] == everything
    assert by_person[listed]["name"] == "Оля Котова"
    assert [row["person"] for row in base(staff, missing="questionnaire")] == [listed]
    assert [row["person"] for row in base(staff, theme="exams")] == [urgent]
    assert base(staff, missing="nothing") == []


def test_pages_hold_everybody_once(town: Town) -> None:
    staff = town.coordinator(town.north)
    kids = {asking(staff, f"Ребёнок Номер{n}")[0] for n in range(5)}
    town.cell.settle()
    seen, after = [], ""
    for _ in range(9):
        page = staff.get(f"/mentees/base?year={YEAR}&limit=2{after}")
        seen += [row["person"] for row in page["items"]]
        if page["next"] is None:
            break
        after = f"&after={page['next']}"
    assert len(seen) == 5
    assert set(seen) == kids
    assert staff.ask("GET", f"/mentees/base?year={YEAR}&after=zzz").status_code == 422


def test_requests_cluster_by_theme(town: Town) -> None:
    staff = town.coordinator(town.north)
    asking(staff, "Ваня Соколов", themes=("studies", "exams"))
    kid, _ = asking(staff, "Ира Белая", themes=("studies",))
    staff.post(f"/mentees/{kid}/admit", {"year": YEAR})
    town.cell.settle()
    found = staff.get(f"/mentees/clusters?year={YEAR}")
    sizes = [(r["theme"], r["people"], r["waiting"], r["admitted"]) for r in found["items"]]
    assert sizes == [("studies", 2, 1, 1), ("exams", 1, 1, 0)]
    assert found["missing"]["measurement"] == 2
    assert found["statuses"]["admitted"] == 1


def test_many_are_admitted_each_with_an_outcome(town: Town) -> None:
    staff = town.coordinator(town.north)
    ready, _ = asking(staff, "Ваня Соколов")
    gone, guardian = asking(staff, "Ира Белая")
    already, _ = people.mentee(staff, "Оля Котова")
    mother = town.cell.caller(town.north, "guardian", person=guardian)
    mother.post("/consents/withdraw", {"person": gone, "purpose": "participation"})
    stranger = people.mentee(town.coordinator(town.south), "Чужой Ребёнок")[0]
    town.cell.settle()
    body = {"year": YEAR, "people": [ready, gone, already, stranger]}
    first = staff.post("/mentees/admit", body, key="many")
    outcomes = {row["person"]: (row["outcome"], row["code"]) for row in first["items"]}
    assert outcomes[ready] == ("admitted", None)
    assert outcomes[gone] == ("refused", "consent-missing")
    assert outcomes[already] == ("already", None)
    assert outcomes[stranger][0] == "refused"
    assert staff.post("/mentees/admit", body, key="many") == first
    town.cell.settle()
    admitted = [m for m in town.cell.messages(town.north) if type(m).__name__ == "MenteeAdmitted"]
    assert sorted(m.person for m in admitted) == sorted([ready, already])


def test_a_priority_set_by_hand_holds_until_it_is_left_to_the_rules(town: Town) -> None:
    staff = town.coordinator(town.north)
    kid, guardian = asking(staff, "Ваня Соколов")
    town.cell.settle()
    staff.refused(f"/mentees/{kid}/priority", {"year": YEAR, "priority": "high"}, status=422)
    body = {"year": YEAR, "priority": "high", "note": "просит семья"}
    staff.post(f"/mentees/{kid}/priority", body)
    town.cell.settle()
    row = base(staff, priority="high")[0]
    assert (row["set_by_hand"], row["note"]) == (True, "просит семья")
    staff.post(f"/mentees/{kid}/priority", {"year": YEAR, "priority": None})
    town.cell.settle()
    assert base(staff)[0]["priority"] == "normal"
    mother = town.cell.caller(town.north, "guardian", person=guardian)
    mother.post("/consents/withdraw", {"person": kid, "purpose": "participation"})
    staff.refused(f"/mentees/{kid}/priority", body)


def test_third_parties_advice_counts_for_those_who_may_read_it(town: Town) -> None:
    staff = town.coordinator(town.north)
    kid, guardian = asking(staff, "Ваня Соколов")
    people.consent(staff, kid, "third_party", guardian=guardian)
    doctor = town.cell.caller(town.north, "psychologist")
    form = {"person": kid, "year": YEAR, "kind": "third_party", "source": "psychologist"}
    id = doctor.post("/questionnaires", form)["id"]
    doctor.post(f"/questionnaires/{id}/answers", {"answers": {"recommended_themes": ["studies"]}})
    town.cell.settle()
    assert base(staff)[0]["reasons"] == ["recommended"]
    head = town.cell.caller(town.north, "head")
    assert base(head)[0]["reasons"] == []
    mother = town.cell.caller(town.north, "guardian", person=guardian)
    mother.post("/consents/withdraw", {"person": kid, "purpose": "third_party"})
    assert base(staff)[0]["reasons"] == []


def test_what_a_person_said_is_dark_at_once_after_a_withdrawal(town: Town) -> None:
    staff = town.coordinator(town.north)
    kid, guardian = asking(staff, "Ваня Соколов", themes=("adaptation",))
    town.cell.settle()
    mother = town.cell.caller(town.north, "guardian", person=guardian)
    mother.post("/consents/withdraw", {"person": kid, "purpose": "participation"})
    row = base(staff)[0]  # before any policy or read model has moved
    assert (row["themes"], row["reasons"]) == ([], [])
    assert "consent" in row["missing"]


def test_the_workbook_holds_the_filtered_base_and_no_formula(town: Town) -> None:
    staff = town.coordinator(town.north)
    asking(staff, "=cmd|'/c calc'!A1", themes=("exams",))
    asking(staff, "Ира Белая")
    town.cell.settle()
    answer = staff.ask("GET", f"/mentees/sheet?year={YEAR}&theme=exams")
    assert answer.status_code == 200
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.data))
    rows = book.get_sheet_by_index(0).to_python()
    assert rows[0][:3] == ["Фамилия, имя, отчество", "Класс или должность", "Состояние"]
    assert [row[0] for row in rows[1:]] == ["=cmd|'/c calc'!A1"]
    assert rows[1][2] == "ждёт решения"


def test_the_base_is_searched_by_name(town: Town) -> None:
    staff = town.coordinator(town.north)
    vanya, _ = asking(staff, "Соколов Иван Петрович")
    asking(staff, "Белая Ира Олеговна")
    asking(town.coordinator(town.south), "Соколов Иван Ильич")
    people.child(staff, "Соколов Илья Петрович")
    town.cell.settle()
    assert [row["person"] for row in base(staff, q="сок ива")] == [vanya]
    assert [row["name"] for row in base(staff, q="БЕЛ", theme="studies")] == ["Белая Ира Олеговна"]
    assert base(staff, q="белая", theme="exams") == []
    assert base(staff, q="илья") == []  # known to the school, but not in this year's base
    assert base(staff, q="околов") == []
    book = staff.ask("GET", f"/mentees/sheet?year={YEAR}&q=сок")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(book.data)).get_sheet_by_index(0).to_python()
    assert [row[0] for row in rows[1:]] == ["Соколов Иван Петрович"]
    assert staff.ask("GET", f"/mentees/base?year={YEAR}&q={'я' * 201}").status_code == 422


def test_a_request_comes_back_with_a_note_that_is_sealed(town: Town) -> None:
    staff = town.coordinator(town.north)
    kid, guardian = asking(staff, "Ваня Соколов")
    town.cell.settle()
    body = {"year": YEAR, "reason": "incomplete", "note": "Допишите, чем помочь."}
    first = staff.post(f"/mentees/{kid}/return", body, key="once")
    assert staff.post(f"/mentees/{kid}/return", body, key="once") == first
    town.cell.settle()
    (row,) = base(staff, status="returned")
    assert (row["reason"], row["told"]) == ("incomplete", "Допишите, чем помочь.")
    (listed,) = staff.get(f"/mentees?year={YEAR}")["items"]
    assert not {"return_note", "priority_note"} & set(listed)
    mother = town.cell.caller(town.north, "guardian", person=guardian)
    mother.post("/consents/withdraw", {"person": kid, "purpose": "participation"})
    assert base(staff)[0]["told"] == ""  # before any read model has moved


def test_many_come_back_with_an_outcome_each(town: Town) -> None:
    staff = town.coordinator(town.north)
    ready, _ = asking(staff, "Ваня Соколов")
    gone, guardian = asking(staff, "Ира Белая")
    before, _ = asking(staff, "Оля Котова")
    stranger, _ = asking(town.coordinator(town.south), "Чужой Ребёнок")
    town.cell.settle()
    staff.post(f"/mentees/{before}/return", {"year": YEAR, "reason": "other"})
    mother = town.cell.caller(town.north, "guardian", person=guardian)
    mother.post("/consents/withdraw", {"person": gone, "purpose": "participation"})
    body = {
        "year": YEAR, "people": [ready, gone, before, stranger], "reason": "incomplete",
        "note": "Допишите, чем помочь.",
    }  # fmt: skip
    first = staff.post("/mentees/return", body, key="many")
    outcomes = {row["person"]: (row["outcome"], row["code"]) for row in first["items"]}
    assert outcomes[ready] == ("returned", None)
    assert outcomes[gone] == ("refused", "consent-missing")
    assert outcomes[before] == ("already", None)
    assert outcomes[stranger][0] == "refused"
    assert staff.post("/mentees/return", body, key="many") == first
    staff.refused("/mentees/return", {**body, "reason": "because"}, status=422)
    teacher = town.cell.caller(town.north, "teacher")
    assert teacher.ask("POST", "/mentees/return", body).status_code == 403


def test_another_school_sees_nobody(town: Town) -> None:
    asking(town.coordinator(town.north), "Ваня Соколов")
    town.cell.settle()
    assert base(town.coordinator(town.south)) == []
    teacher = town.cell.caller(town.north, "teacher")
    assert teacher.ask("GET", f"/mentees/base?year={YEAR}").status_code == 403
