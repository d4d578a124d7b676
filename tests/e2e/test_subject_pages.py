"""A person's own data, erasure to the certificate, and specialists' words, in a real browser."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import expect

from gateway.accounts import Membership
from gateway.app import open_gateway
from gateway.setup import SCHOOLS
from shared.config import Settings
from shared.domain.ids import PersonId, TenantId
from tests.e2e.site import PASSWORD, UNTIL, Site, Visitor, listed_mentor, this_year, until_shown

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.chromium,
    pytest.mark.integration,
    pytest.mark.timeout(600),
]
NAME = "Лебедева Анна Игоревна"


def account(site: Site, login: str, role: str, person: str | None = None) -> None:
    gateway = open_gateway(Settings.from_env("gateway"))
    member = Membership(
        TenantId(site.schools[0]), (role,), SCHOOLS[0], "school",
        PersonId(person) if person else None,
    )  # fmt: skip
    gateway.accounts.create(login, PASSWORD, [member])


def test_a_person_sees_their_data_and_is_erased_with_a_certificate(
    visit: Callable[[], Visitor], site: Site
) -> None:
    person = listed_mentor(site.asking, site.schools[0])
    account(site, "owner", "mentor", person)
    mine = visit()
    mine.sign_in("owner")
    until_shown(mine, "/my-data", "запись в реестре", 150)
    expect(mine.page.get_by_text("12.04.1985").first).to_be_visible()
    mine.sound("/my-data")
    mine.sound("/my-data/reads")
    for kind, beginning in (("pdf", b"%PDF-"), ("json", b"{")):
        file = mine.context.request.get(f"{site.address}/my-data/report.{kind}")
        assert file.body().startswith(beginning)
    mine.open("/my-data")
    mine.page.check("#sure")
    mine.page.get_by_role("button", name="Попросить удалить").click()
    expect(mine.page.get_by_text("Школа ответит до").first).to_be_visible()
    mine.sound("/my-data")

    staff = visit()
    staff.sign_in("first")
    until_shown(staff, "/erasures", "ждёт ответа", 150)
    staff.sound("/erasures?q=Лебедева")
    staff.open("/erasures")
    row = staff.page.locator(".cards > li").filter(has_text=NAME)
    row.get_by_text("Удалить", exact=True).click()
    row.locator("input[name=sure]").check()
    row.get_by_role("button", name="Удалить всё").click()
    until_shown(staff, "/erasures", "Акт ", 150)
    staff.sound("/erasures")
    staff.open("/erasures")
    expect(staff.page.get_by_text("удалённый человек").first).to_be_visible()
    pdf = staff.page.get_by_role("link", name="PDF").get_attribute("href")
    assert staff.context.request.get(site.address + str(pdf)).body().startswith(b"%PDF-")

    code = site.asking.caller(site.schools[0], "coordinator").get(
        "participants", f"/erasures/{person}/certificate"
    )["code"]
    anybody = visit()
    anybody.sound(f"/certificate/{site.schools[0]}.{code}")
    anybody.open(f"/certificate/{site.schools[0]}.{code}")
    expect(anybody.page.get_by_text("Акт подлинный")).to_be_visible()
    wrong = anybody.page.goto(f"{site.address}/certificate/{site.schools[0]}.AAAAA")
    assert wrong is not None
    assert wrong.status == 404

    mine.open("/")
    expect(mine.page.locator("#login")).to_be_visible()


def test_specialists_words_are_marked_and_shown_by_role(
    visit: Callable[[], Visitor], site: Site
) -> None:
    child = _child_with_words(site)
    for login, role in (("mind", "psychologist"), ("class", "teacher")):
        account(site, login, role)
    mind = visit()
    mind.sign_in("mind")
    until_shown(mind, f"/people/{child}/third-party", "Стесняется отвечать", 150)
    expect(mind.page.get_by_text("доступ ограничен")).to_be_visible()
    expect(mind.page.get_by_text("работа в группе")).to_be_visible()
    mind.sound(f"/people/{child}/third-party")
    until_shown(mind, "/candidates", "Сведения специалистов", 150)

    teacher = visit()
    teacher.sign_in("class")
    teacher.open(f"/people/{child}/third-party")
    expect(teacher.page.get_by_text("Сведений пока нет")).to_be_visible()
    city = visit()
    city.sign_in("city")
    answer = city.page.goto(f"{site.address}/people/{child}/third-party")
    assert answer is not None
    assert answer.status == 404


def _child_with_words(site: Site) -> str:
    staff = site.asking.caller(site.schools[0], "coordinator")
    people = []
    for name, born in (("Орлова Инна", "1986-02-03"), ("Орлов Пётр", f"{_born()}-03-04")):
        body = {"name": name, "birth_date": born}
        people.append(str(staff.post("participants", "/people", body)["id"]))
    pair = {"guardian": people[0], "child": people[1]}
    staff.post("participants", "/guardianships", pair)
    staff.post("participants", "/guardianships/confirm", pair)
    candidacy = {"role": "mentee", "year": this_year(), "group": "7 А"}
    staff.post("participants", f"/people/{people[1]}/candidacies", candidacy)
    for purpose in ("participation", "third_party"):
        given = {"person": people[1], "purpose": purpose, "giver": "guardian", "by": people[0]}
        staff.post("participants", "/consents", given | {"until": UNTIL})
    mind = site.asking.caller(site.schools[0], "psychologist")
    form = {
        "person": people[1],
        "year": this_year(),
        "kind": "third_party",
        "source": "psychologist",
    }
    id = mind.post("participants", "/questionnaires", form)["id"]
    answers = {
        "difficulties": "Стесняется отвечать у доски",
        "strengths": "Много читает",
        "recommended_themes": ["confidence", "studies"],
        "contraindications": ["no_group"],
    }
    mind.post("participants", f"/questionnaires/{id}/answers", {"answers": answers})
    return people[1]


def _born() -> int:
    return date.today().year - 12
