"""Letters about gatherings in a real browser, guests from outside, and how every page looks."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from gateway.linked import MISSES
from infra.demo.asking import wait_for
from tests.e2e.gathering_site import (
    KID,
    Post,
    coordinator,
    family,
    path_in,
    planned,
    with_a_mentee_invited,
)
from tests.e2e.site import (
    Site,
    Visit,
    Visitor,
    picture,
    sound_as_it_stands,
    until_shown,
)

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.chromium,
    pytest.mark.integration,
    pytest.mark.long,  # the main journey is in test_gathering_pages
    pytest.mark.timeout(280),
]


PARTNER, ADDRESS = "Орлова Ия Львовна", "orlova@plant.example.org"


def test_a_partner_is_named_with_consent_and_told_of_changes(
    visit: Visit, site: Site, post: Post, phone: Visitor
) -> None:
    staff, page = coordinator(visit)
    gathering = planned(page, staff, "Встреча с заводом")
    page.get_by_text("Пригласить по имени").click()
    page.get_by_label("ФИО").fill(PARTNER)
    page.get_by_label("Адрес электронной почты").fill(ADDRESS)
    page.get_by_label("Гость согласен быть в списке").check()
    page.get_by_role("button", name="Пригласить", exact=True).click()
    expect(page.locator(".guest", has_text=PARTNER)).to_be_visible()
    text = post.to(ADDRESS, "Приглашение")
    assert PARTNER not in text
    page.get_by_text("Изменить название").click()
    page.locator("#edit-at").fill("23:30")
    page.get_by_role("button", name="Сохранить изменение").click()
    expect(page.get_by_text("23:30").first).to_be_visible()
    assert "в 23:30" in post.to(ADDRESS, "Другое время")
    wish = path_in(text, "l")
    phone.open(wish)
    phone.page.get_by_label("никаких писем").check()
    phone.page.get_by_role("button", name="Сохранить").click()
    expect(phone.page.get_by_text("Ваш выбор сохранён.")).to_be_visible()
    expect(phone.page.get_by_label("никаких писем")).to_be_checked()
    staff.open(gathering)
    page.get_by_text("Уничтожить имя и адрес гостя").click()
    page.get_by_role("button", name=f"Уничтожить: {PARTNER}").click()
    expect(page.get_by_text("Имя и адрес уничтожены.")).to_be_visible()
    until_gone(staff, gathering, PARTNER)
    assert phone.page.goto(phone.address + path_in(text, "e")).status == 404  # type: ignore[union-attr]


def until_gone(visitor: Visitor, path: str, text: str) -> None:
    def shown() -> int:
        visitor.open(path)
        return visitor.page.get_by_text(text).count()

    wait_for(shown, lambda count: count == 0, f"{text} is gone")


def test_letters_say_in_plain_words_why_they_were_not_sent(visit: Visit, site: Site) -> None:
    staff, page = coordinator(visit)
    gathering = with_a_mentee_invited(page, staff, site, "Встреча наставляемых")
    until_shown(staff, "/letters?state=dropped", "в контактах нет адреса электронной почты")
    page.get_by_role("button", name="Повторить").first.click()
    expect(page.get_by_text("Отправка повторяется.")).to_be_visible()
    staff.open(f"{gathering}/links")
    expect(page.locator(".slips li", has_text=KID)).to_be_visible()
    picture(page, "links")


def test_every_page_is_sound_on_a_phone_and_wide_in_both_languages(
    visit: Visit, site: Site, post: Post
) -> None:
    family(site)
    staff, page = coordinator(visit)
    gathering = planned(page, staff, "Общая встреча всех участников программы наставничества")
    event, tenant = gathering.rpartition("/")[2], site.schools[0]
    caller = site.asking.caller(tenant, "coordinator")
    guest = {"audience": "partners", "name": PARTNER, "address": "p@example.org", "consented": True}
    caller.post("meetings", f"/outreach/{event}/guests/named", guest)
    counts = {"audience": "teachers", "invited": 12, "answered": 4}
    caller.post("meetings", f"/outreach/{event}/guests/counts", counts)
    text = post.to("p@example.org", "Приглашение")
    code = caller.get("meetings", f"/outreach/{event}/door")["code"]
    for path in (
        "/gatherings", gathering, f"{gathering}/invite?audience=mentees", f"{gathering}/door",
        f"{gathering}/poster", f"{gathering}/links", "/letters?state=sent",
    ):  # fmt: skip
        staff.sound(path)
        staff.open(path)
        picture(page, path.strip("/").replace("/", "-").partition("?")[0].replace(event, "one"))
    guest_phone = visit()
    door = f"/d/{tenant}.{event}.{code}"
    guest_phone.sound(door)
    for path, name in (
        (path_in(text, "e"), "rsvp"),
        (path_in(text, "l"), "wish"),
        (door, "arrive"),
    ):
        guest_phone.sound(path)
        guest_phone.open(path)
        picture(guest_phone.page, name)
    mentor = visit()
    mentor.sign_in("asked")
    mentor.sound("/calendar")
    mentor.open(door)
    mentor.page.get_by_role("button", name="Я здесь").click()
    sound_as_it_stands(mentor.page)


def test_who_tries_many_links_has_to_wait(phone: Visitor, site: Site) -> None:
    wrong = f"/e/{site.schools[0]}.event.person.{'0' * 32}"
    statuses = {phone.page.goto(phone.address + wrong).status for _ in range(MISSES + 2)}  # type: ignore[union-attr]
    assert statuses == {404, 429}
