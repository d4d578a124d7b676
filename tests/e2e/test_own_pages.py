"""What a mentee, a mentor and a guardian are asked when they sign in, in a real browser."""

from __future__ import annotations

from datetime import date

import pytest
from playwright.sync_api import Browser, expect

from gateway.accounts import Membership
from gateway.app import open_gateway
from gateway.setup import SCHOOLS
from shared.config import Settings
from shared.domain.ids import PersonId, TenantId
from tests.e2e.site import (
    PASSWORD,
    PHONE,
    UNTIL,
    Site,
    Visit,
    Visitor,
    picture,
    sound_as_it_stands,
    this_year,
    until_shown,
)

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.long,  # the journeys of the other files are the main ones
    pytest.mark.chromium,
    pytest.mark.integration,
    pytest.mark.timeout(280),
]
KID = "Журавлёва Ася Олеговна"


def account(site: Site, login: str, role: str, person: str) -> None:
    member = Membership(
        TenantId(site.schools[0]), (role,), SCHOOLS[0], "school", PersonId(person)
    )  # fmt: skip
    open_gateway(Settings.from_env("gateway")).accounts.create(login, PASSWORD, [member])


@pytest.fixture(scope="module", name="family")
def _family(site: Site) -> tuple[str, str]:
    """A child on the list and the guardian; both have accounts."""
    staff = site.asking.caller(site.schools[0], "coordinator")
    ids = []
    for name, born in ((KID, f"{date.today().year - 13}-01-01"), ("Журавлёва Вера", "1986-02-03")):
        body = {"name": name, "birth_date": born}
        ids.append(str(staff.post("participants", "/people", body)["id"]))
    kid, guardian = ids
    pair = {"guardian": guardian, "child": kid}
    staff.post("participants", "/guardianships", pair)
    staff.post("participants", "/guardianships/confirm", pair)
    place = {"role": "mentee", "year": this_year(), "group": "7 А"}
    staff.post("participants", f"/people/{kid}/candidacies", place)
    account(site, "asya", "mentee", kid)
    account(site, "vera", "guardian", guardian)
    return kid, guardian


def consent(site: Site, family: tuple[str, str], purpose: str) -> None:
    kid, guardian = family
    body = {"person": kid, "purpose": purpose, "giver": "guardian", "by": guardian,
            "until": UNTIL, "assent": True}  # fmt: skip
    site.asking.caller(site.schools[0], "coordinator").post("participants", "/consents", body)


def signed_in(visit: Visit, login: str) -> Visitor:
    one = visit()
    one.sign_in(login)
    return one


def test_a_mentee_fills_in_sees_the_answers_and_makes_a_returned_request_again(
    visit: Visit, site: Site, family: tuple[str, str]
) -> None:
    one = signed_in(visit, "asya")
    page = one.page
    page.get_by_role("link", name="Мои анкеты").click()
    expect(page.get_by_text("Сначала нужно согласие: участие")).to_be_visible()
    assert page.get_by_role("link", name="Заполнить").count() == 0
    consent(site, family, "participation")
    one.sound("/my-questionnaires")
    one.open("/my-questionnaires")
    page.get_by_role("link", name="Заполнить").click()
    path = page.url.removeprefix(site.address)
    one.sound(path)
    one.open(path)
    page.click("button[value=check]")
    expect(page.locator("[role=alert] li").first).to_be_visible()
    sound_as_it_stands(page)
    page.check("#q-forms input[value=pupil_pupil]")
    page.check("#q-themes input[value=exams]")
    page.fill("#q-request textarea", "Сдать экзамен")
    page.click("button[value=check]")
    picture(page, "own-check")
    page.click("button[value=send]")
    expect(page.get_by_text("Спасибо, ваши ответы отправлены")).to_be_visible()
    expect(page.get_by_text("Чтобы изменить ответ")).to_be_visible()
    page.get_by_role("link", name="Посмотреть ответы").click()
    expect(page.get_by_text("Сдать экзамен")).to_be_visible()
    picture(page, "own-answers")
    one.complaints.clear()  # of the refusal
    one.sound(page.url.removeprefix(site.address))
    one.open(path)  # answered: back to the list
    expect(page.locator("form.asking")).to_have_count(0)

    staff = site.asking.caller(site.schools[0], "coordinator")
    told = {"year": this_year(), "reason": "incomplete", "note": "Напишите, какой экзамен."}
    staff.post("participants", f"/mentees/{family[0]}/return", told)
    until_shown(one, "/my-questionnaires", "Напишите, какой экзамен.")
    picture(page, "own-forms")
    one.sound("/my-questionnaires")
    one.open("/my-questionnaires")
    page.get_by_role("link", name="Заполнить заново").click()
    page.fill("#q-request textarea", "Сдать экзамен по физике")
    page.click("button[value=check]")
    page.click("button[value=send]")
    expect(page.get_by_text("Спасибо, ваши ответы отправлены")).to_be_visible()


def test_a_guardian_answers_about_the_child_without_scripts_and_about_nobody_else(
    browser: Browser, visit: Visit, site: Site, family: tuple[str, str]
) -> None:
    consent(site, family, "participation")
    consent(site, family, "third_party")
    context = browser.new_context(java_script_enabled=False, viewport=PHONE, locale="ru-RU")  # type: ignore[arg-type]
    mother = Visitor(context, site.address)
    mother.sign_in("vera")
    until_shown(mother, "/my-questionnaires", KID)
    page = mother.page
    page.get_by_role("link", name="Заполнить").click()
    page.fill("#q-difficulties textarea", "Устаёт к вечеру")
    page.click("button[value=check]")
    page.click("button[value=send]")
    expect(page.get_by_text("Спасибо, ваши ответы отправлены")).to_be_visible()
    page.get_by_role("link", name="Посмотреть ответы").click()
    expect(page.get_by_text("Устаёт к вечеру")).to_be_visible()
    for strange in (
        f"person={family[0]}&kind=mentee&source=self",
        f"person={site.mentor}&kind=mentor&source=self",
    ):
        answer = page.goto(f"{site.address}/my-questionnaires/fill?{strange}")
        assert answer is not None
        assert answer.status == 404
    context.close()


def test_a_mentor_is_shown_what_was_answered(visit: Visit, site: Site) -> None:
    mentor = signed_in(visit, "asked")
    until_shown(mentor, "/my-questionnaires", "Посмотреть ответы")
    mentor.sound("/my-questionnaires")


def test_two_accounts_of_a_guardian_become_one(
    visit: Visit, site: Site, family: tuple[str, str]
) -> None:
    account(site, "vera-again", "guardian", family[1])
    mother = signed_in(visit, "vera")
    mother.open("/family")
    page = mother.page
    page.get_by_role("link", name="У меня есть ещё одна учётная запись").click()
    mother.sound("/family/unite")
    mother.open("/family/unite")
    picture(page, "unite")
    page.fill("#login", "vera-again")
    page.fill("#password", PASSWORD)
    page.get_by_role("button", name="Объединить").click()
    expect(page.get_by_text("1 организация перешла сюда")).to_be_visible()
    expect(page.get_by_role("heading", name=SCHOOLS[0])).to_have_count(1)
    mother.sound("/family")
