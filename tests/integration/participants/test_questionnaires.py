"""Templates drafted and published, personal links, and exports of other tools' forms."""

from __future__ import annotations

import io
from copy import deepcopy
from typing import Any

import pytest
import xlsxwriter

from services.participants.domain.questionnaire_link.commands import link_id
from tests.integration.participants.conftest import YEAR, Caller, Town
from tests.integration.participants.people import (
    MENTEE_ANSWERS,
    child,
    consent,
)

pytestmark = pytest.mark.integration


def put(staff: Caller, path: str, body: Any, status: int = 200) -> dict[str, Any]:
    answer = staff.ask("PUT", path, body)
    assert answer.status_code == status, answer.get_data(as_text=True)
    return dict(answer.get_json())


def content(template: dict[str, Any]) -> dict[str, Any]:
    return {name: deepcopy(template[name]) for name in ("kind", "title", "questions")}


def candidate(staff: Caller, name: str, *, group: str = "7А") -> tuple[str, str]:
    kid, guardian = child(staff, name)
    staff.post(f"/people/{kid}/candidacies", {"role": "mentee", "year": YEAR, "group": group})
    return kid, guardian


def consenting(staff: Caller, name: str, *, group: str = "7А") -> str:
    kid, guardian = candidate(staff, name, group=group)
    consent(staff, kid, guardian=guardian)
    return kid


# Templates


def test_a_school_publishes_a_version_of_its_own_and_earlier_answers_keep_theirs(
    town: Town,
) -> None:
    staff = town.coordinator(town.north)
    kid = consenting(staff, "Ваня Соколов")
    form = staff.post("/questionnaires", {"person": kid, "year": YEAR, "kind": "mentee"})["id"]
    shipped = staff.get("/templates/mentee")
    mine = content(shipped)
    mine["questions"].append(
        {"code": "pets", "kind": "choice", "title": {"ru": "Кто живёт дома?"}, "required": True,
         "options": [{"code": "cat", "title": {"ru": "кот"}}, {"code": "dog", "title": {"ru": "пёс"}}]}
    )  # fmt: skip
    put(staff, "/templates/mentee/draft", mine)
    assert staff.get("/templates/mentee")["version"] == shipped["version"]
    staff.post("/templates/mentee/draft/publish")
    assert staff.ask("GET", "/templates/mentee/draft").status_code == 404
    now = staff.get("/templates/mentee")
    assert (now["version"], now["own"]) == (shipped["version"] + 1, True)

    staff.post(f"/questionnaires/{form}/answers", {"answers": MENTEE_ANSWERS})  # its own version
    other = consenting(staff, "Петя Иванов")
    second = staff.post("/questionnaires", {"person": other, "year": YEAR, "kind": "mentee"})["id"]
    told = staff.refused(
        f"/questionnaires/{second}/answers", {"answers": MENTEE_ANSWERS}, status=422
    )
    assert [error["field"] for error in told["errors"]] == ["answers.pets"]
    with_pets = {**MENTEE_ANSWERS, "pets": "cat"}
    staff.post(f"/questionnaires/{second}/answers", {"answers": with_pets})
    assert staff.get(f"/questionnaires/{form}")["template_version"] == shipped["version"]
    assert staff.get(f"/questionnaires/{second}")["template_version"] == shipped["version"] + 1

    exact = staff.get(f"/templates/mentee?version={shipped['version']}")
    assert content(exact) == content(shipped)
    south = town.coordinator(town.south)
    assert south.get("/templates/mentee")["version"] == shipped["version"]
    assert (
        south.ask("GET", f"/templates/mentee?version={shipped['version'] + 1}").status_code == 404
    )


def test_a_draft_says_where_and_why_it_is_not_usable(town: Town) -> None:
    staff = town.coordinator(town.north)
    mine = content(staff.get("/templates/mentee"))
    mine["questions"] = [q for q in mine["questions"] if q["code"] != "forms" and "when" not in q]
    mine["questions"][0]["when"] = {"colour": "red"}
    told = put(staff, "/templates/mentee/draft", mine, 422)
    assert {error["field"] for error in told["errors"]} == {"questions", "questions.0.when",
                                                            "questions.0.when.colour"}  # fmt: skip
    assert staff.ask("GET", "/templates/mentee/draft").status_code == 404


def test_two_who_edit_a_draft_at_once_do_not_overwrite_each_other(town: Town) -> None:
    staff = town.coordinator(town.north)
    mine = content(staff.get("/templates/mentor"))
    put(staff, "/templates/mentor/draft", mine)
    seen = staff.get("/templates/mentor/draft")["stream_version"]
    for wording, status in (("Первая", 200), ("Вторая", 412)):
        mine["title"] = {"ru": wording}
        headers = {**staff._headers(None), "If-Match": f'"{seen}"'}
        answer = staff.http.put("/v1/templates/mentor/draft", json=mine, headers=headers)
        assert answer.status_code == status
    assert staff.get("/templates/mentor/draft")["title"] == {"ru": "Первая"}


def test_a_teacher_is_asked_what_a_teacher_knows(town: Town) -> None:
    staff = town.coordinator(town.north)
    kid, guardian = candidate(staff, "Ваня Соколов")
    consent(staff, kid, "third_party", guardian=guardian)
    teacher = town.cell.caller(town.north, "teacher")
    body = {"person": kid, "year": YEAR, "kind": "third_party", "source": "teacher"}
    form = teacher.post("/questionnaires", body)["id"]
    said = {"in_class": {"attention": "mostly", "homework": "always"}, "progress": 4}
    teacher.post(f"/questionnaires/{form}/answers", {"answers": said})
    shown = teacher.get(f"/questionnaires/{form}")
    assert (shown["template"], shown["answers"]) == ("third_party_teacher", said)
    head = town.cell.caller(town.north, "head")
    assert head.ask("GET", f"/questionnaires/{form}").status_code == 404
    wrong = {"answers": {"in_class": {"attention": "loudly"}}}
    teacher.refused(f"/questionnaires/{form}/answers", wrong, status=422)


# Personal links


def issue(staff: Caller, *people: str, key: str | None = None, **terms: Any) -> dict[str, Any]:
    body = {"people": list(people), "year": YEAR, "kind": "mentee", **terms}
    return staff.post("/questionnaire-links", body, key=key)


def visitor(town: Town, school: str | None = None) -> Caller:
    return town.cell.caller(school or town.north, "service")


def test_a_link_opens_only_after_consent_works_once_and_looking_uses_nothing_up(
    town: Town,
) -> None:
    staff, page = town.coordinator(town.north), visitor(town)
    kid, guardian = candidate(staff, "Ваня Соколов")
    assert issue(staff, kid)["without"] == [{"person": kid, "reason": "consent-missing"}]
    consent(staff, kid, guardian=guardian)
    token = issue(staff, kid)["links"][0]["token"]
    path = f"/questionnaire-links/open/{token}"
    for _ in range(3):
        shown = page.get(path)
        assert (shown["open"], shown["name"]) == (True, "Ваня Соколов")
    version = shown["template"]["version"]
    wrong = {"template_version": version, "answers": {**MENTEE_ANSWERS, "way": "by mail"}}
    told = page.refused(path, wrong, status=422)
    assert [error["field"] for error in told["errors"]] == ["answers.way"]
    assert page.get(path)["open"]  # what does not fit uses nothing up
    page.refused(path, {"template_version": version + 1, "answers": MENTEE_ANSWERS}, status=412)

    body = {"template_version": version, "answers": MENTEE_ANSWERS}
    first = page.post(path, body, key="sent-once")
    assert page.post(path, body, key="sent-once") == first  # the same click again
    assert page.refused(path, body)["code"] == "link-closed"
    assert page.get(path) == {"open": False, "used": True, "waiting": False, "language": "ru"}
    town.cell.settle()
    rows = staff.get(f"/questionnaire-links?year={YEAR}")["items"]
    assert [(row["person"], row["status"]) for row in rows] == [(kid, "used")]
    assert issue(staff, kid)["without"] == [{"person": kid, "reason": "answered"}]
    shown = staff.get(f"/questionnaires/{first['id']}")
    assert shown["answers"] == MENTEE_ANSWERS
    assert "MenteeAdmitted" not in town.cell.names_of_messages(town.north)
    assert town.cell.names_of_messages(town.north).count("QuestionnaireAnswered") == 1


def test_the_token_is_answered_to_its_own_request_only_and_never_stored(town: Town) -> None:
    staff = town.coordinator(town.north)
    kid = consenting(staff, "Ваня Соколов")
    made = issue(staff, kid, key="my-request")
    assert issue(staff, kid, key="my-request") == made  # the same request, the same answer
    token = made["links"][0]["token"]
    assert issue(staff, kid)["links"][0]["token"] != token
    town.cell.settle()
    database = town.cell.service.db
    for name in database.list_collection_names():
        for document in database[name].find():
            assert token not in str(document), name
    assert link_id(token) in str(
        list(database.commits.find({"stream": {"$regex": "^questionnaire_link"}}))
    )


def test_a_withdrawn_consent_and_a_revoked_link_close_it(town: Town) -> None:
    staff, page = town.coordinator(town.north), visitor(town)
    kid, other = consenting(staff, "Ваня Соколов"), consenting(staff, "Петя Иванов")
    tokens = {one["person"]: one["token"] for one in issue(staff, kid, other)["links"]}
    version = page.get(f"/questionnaire-links/open/{tokens[kid]}")["template"]["version"]
    staff.post("/consents/withdraw", {"person": kid, "purpose": "participation"})
    path = f"/questionnaire-links/open/{tokens[kid]}"
    assert page.get(path) == {"open": False, "used": False, "waiting": True, "language": "ru"}
    body = {"template_version": version, "answers": MENTEE_ANSWERS}
    assert page.refused(path, body)["code"] == "consent-missing"
    staff.post("/questionnaire-links/revoke", {"link": link_id(tokens[other])})
    path = f"/questionnaire-links/open/{tokens[other]}"
    assert page.get(path)["open"] is False
    assert page.refused(path, body)["code"] == "link-closed"


def test_a_link_expires_and_is_nobody_elses(town: Town) -> None:
    staff, page = town.coordinator(town.north), visitor(town)
    kid = consenting(staff, "Ваня Соколов")
    token = issue(staff, kid, days=3)["links"][0]["token"]
    path = f"/questionnaire-links/open/{token}"
    assert visitor(town, town.south).ask("GET", path).status_code == 404
    assert page.ask("GET", f"/questionnaire-links/open/{token[:-1]}x").status_code == 404
    south = town.coordinator(town.south)
    south.refused("/questionnaire-links/revoke", {"link": link_id(token)}, status=404)
    south.refused(
        "/questionnaire-links", {"people": [kid], "year": YEAR, "kind": "mentee"}, status=404
    )
    assert staff.ask("GET", path).status_code == 403  # staff have no use for what is behind it
    town.cell.pass_days(4)
    assert page.get(path)["open"] is False


def test_a_guardian_fills_in_a_form_of_their_own_behind_a_link(town: Town) -> None:
    staff, page = town.coordinator(town.north), visitor(town)
    kid, guardian = candidate(staff, "Ваня Соколов")
    consent(staff, kid, "third_party", guardian=guardian)
    token = issue(staff, kid, kind="third_party", source="guardian")["links"][0]["token"]
    shown = page.get(f"/questionnaire-links/open/{token}")
    assert shown["template"]["code"] == "third_party_guardian"
    body = {"template_version": shown["template"]["version"],
            "answers": {"agrees": True, "contraindications": ["no_online"]}}  # fmt: skip
    id = page.post(f"/questionnaire-links/open/{token}", body)["id"]
    teacher = town.cell.caller(town.north, "teacher")
    assert teacher.ask("GET", f"/questionnaires/{id}").status_code == 404
    assert staff.get(f"/questionnaires/{id}")["answers"]["contraindications"] == ["no_online"]
    staff.refused("/questionnaire-links",
                  {"people": [kid], "year": YEAR, "kind": "third_party"}, status=422)  # fmt: skip


# Exports of other tools' forms

HEADINGS = ["Отметка времени", "Фамилия, имя", "Класс", "Какая форма вам подходит?",
            "С чем нужна помощь?", "Чего хотите добиться", "Когда вам удобно встречаться?",
            "Любимый цвет"]  # fmt: skip
ROWS = [
    ["01.09.2026 10:00:00", "Соколов Ваня", "7А", "ученик – ученик", "экзамены", "алгебра",
     "Пн 15:00", "синий"],
    ["01.09.2026 10:05:00", "Иванов Петя", "7 А", "Со старшеклассником", "учёба, общение",
     "друзья", "Ср 16:00; пт 15", "зелёный"],
    ["01.09.2026 11:00:00", "Соколов Ваня", "7А", "ученик – ученик", "экзамены, олимпиады",
     "алгебра, физика", "Пн 15:00", "синий"],
    ["01.09.2026 12:00:00", "Никто Незнакомый", "7А", "ученик – ученик", "учёба", "x", "Пн 15",
     ""],
]  # fmt: skip


def as_csv(rows: list[list[str]], encoding: str = "cp1251", mark: str = ";") -> bytes:
    lines = [mark.join(f'"{cell}"' for cell in row) for row in rows]
    return "\r\n".join(lines).encode(encoding)


def as_xlsx(rows: list[list[str]]) -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return file.getvalue()


def send(staff: Caller, content: bytes, *, dry_run: bool = False, status: int = 200,
         template: str = "mentee") -> dict[str, Any]:  # fmt: skip
    answer = staff.http.post(
        f"/v1/answer-files?template={template}&year={YEAR}&dry_run={str(dry_run).lower()}",
        data=content, headers=staff._headers(None), content_type="application/octet-stream",
    )  # fmt: skip
    assert answer.status_code == status, answer.get_data(as_text=True)
    return dict(answer.get_json())


def test_an_export_is_mapped_once_shown_by_row_and_cell_and_brought_in_once(town: Town) -> None:
    staff = town.coordinator(town.north)
    vanya, petya = consenting(staff, "Соколов Ваня"), consenting(staff, "Иванов Петя")
    town.cell.settle()
    content = as_csv([HEADINGS, *ROWS])
    seen = send(staff, content, dry_run=True)
    proposed = {one["heading"]: one["target"] for one in seen["columns"]}
    assert proposed["Какая форма вам подходит?"] == "q.forms"
    assert (proposed["Отметка времени"], proposed["Класс"]) == ("timestamp", "person.group")
    assert (proposed["Чего хотите добиться"], seen["remembered"]) == ("skip", False)
    assert {"question": "forms", "texts": ["Со старшеклассником"]} in seen["unread_values"]
    send(staff, content, status=422)  # not before it is mapped

    proposed |= {"Фамилия, имя": "person.name", "Чего хотите добиться": "q.request"}
    put(staff, "/answer-files/mapping", {
        "template": "mentee", "version": seen["version"],
        "columns": [{"heading": h, "target": t} for h, t in proposed.items()],
        "values": [{"question": "forms", "text": "Со старшеклассником", "option": "pupil_pupil"}],
    })  # fmt: skip
    before = town.cell.service.db.commits.count_documents({})
    seen = send(staff, content, dry_run=True)
    assert [(row["row"], row["action"]) for row in seen["rows"]] == [
        (2, "older"), (3, "new"), (4, "new"), (5, "wrong"),
    ]  # fmt: skip
    assert seen["rows"][3]["problems"][0]["column"] == "Фамилия, имя"
    assert (seen["remembered"], seen["unread_values"]) == (True, [])
    assert town.cell.service.db.commits.count_documents({}) == before

    done = send(staff, content)
    assert done["counts"] == {"new": 2, "changed": 0, "same": 0, "older": 1, "wrong": 1}
    town.cell.settle()
    stored = town.cell.service.db.commits.count_documents({})
    for again in (content, as_csv([HEADINGS, *ROWS], "utf-16", "\t"), as_xlsx([HEADINGS, *ROWS])):
        for who in (staff, town.coordinator(town.north)):  # whoever sends it
            counts = send(who, again)["counts"]
            assert counts == {"new": 0, "changed": 0, "same": 2, "older": 1, "wrong": 1}
    town.cell.settle()
    assert town.cell.service.db.commits.count_documents({}) == stored

    rows = staff.get(f"/questionnaires?year={YEAR}&status=answered")["items"]
    forms = {row["person"]: staff.get(f"/questionnaires/{row['id']}") for row in rows}
    assert forms[vanya]["answers"] == {
        "forms": ["pupil_pupil"], "themes": ["exams", "olympiads"], "request": "алгебра, физика",
        "times": ["mon-15"],
    }  # fmt: skip
    assert forms[petya]["answers"]["forms"] == ["pupil_pupil"]
    assert forms[petya]["answers"]["times"] == ["wed-16", "fri-15"]
    assert forms[petya]["source"] == "import"


def test_an_export_cannot_pass_by_the_guardians_consent(town: Town) -> None:
    staff = town.coordinator(town.north)
    candidate(staff, "Соколов Ваня")
    town.cell.settle()
    headings = ["ФИО", "Какая форма вам подходит?", "С чем нужна помощь?",
                "Расскажите своими словами, чего хотите добиться"]  # fmt: skip
    content = as_csv([headings, ["Соколов Ваня", "ученик – ученик", "экзамены", "x"]], "utf-8")
    seen = send(staff, content, dry_run=True)
    assert [problem["code"] for problem in seen["rows"][0]["problems"]] == ["no-consent"]
    columns = [{"heading": one["heading"], "target": one["target"]} for one in seen["columns"]]
    put(staff, "/answer-files/mapping",
        {"template": "mentee", "version": seen["version"], "columns": columns})  # fmt: skip
    assert send(staff, content)["counts"]["wrong"] == 1
    assert "QuestionnaireAnswered" not in town.cell.names_of_messages(town.north)


def test_a_mapping_is_one_schools_and_refuses_what_the_template_lacks(town: Town) -> None:
    staff = town.coordinator(town.north)
    version = staff.get("/templates/mentee")["version"]
    body = {"template": "mentee", "version": version,
            "columns": [{"heading": "ФИО", "target": "person.name"},
                        {"heading": "Цвет", "target": "q.colour"},
                        {"heading": "Тема", "target": "q.themes"},
                        {"heading": "Темы", "target": "q.themes"}]}  # fmt: skip
    told = put(staff, "/answer-files/mapping", body, 422)
    assert [error["field"] for error in told["errors"]] == ["columns.1", "columns.3"]
    body["columns"] = [{"heading": "Кого записать", "target": "person.name"}]
    put(staff, "/answer-files/mapping", body)
    content = as_csv([["Кого записать", "Цвет"], ["Соколов Ваня", "синий"]], "utf-8-sig")
    assert send(staff, content, dry_run=True)["columns"][0]["target"] == "person.name"
    south = send(town.coordinator(town.south), content, dry_run=True)
    assert south["columns"][0]["target"] == "skip"
    assert "Кого записать" not in str(list(town.cell.service.db.commits.find()))


def test_files_that_are_no_tables_are_refused_with_a_sentence(town: Town) -> None:
    staff = town.coordinator(town.north)
    send(staff, as_csv([["ФИО", "x"]]), template="third_party_teacher", status=422)  # whose form?
    for content in (b"", b"PK\x03\x04nothing", b"\x89PNG\r\n\x1a\n\0\0", b"\xff\xfe\x00", b"one\n",
                    bytes(range(128, 256)) * 3):  # fmt: skip
        told = send(staff, content, dry_run=True, status=422)
        assert told["detail"]


def test_a_company_may_not_issue_links_for_a_school(town: Town) -> None:
    company = town.cell.caller(town.south, "company_coordinator")
    staff = town.coordinator(town.north)
    kid = consenting(staff, "Ваня Соколов")
    body = {"people": [kid], "year": YEAR, "kind": "mentee"}
    company.refused("/questionnaire-links", body, status=404)
    teacher = town.cell.caller(town.north, "teacher")
    teacher.refused("/questionnaire-links", body, status=403)
