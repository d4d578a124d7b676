"""A gathering in a real browser: planned, invited by letter, answered behind a link, arrived by the code
at the door, held; and a phone at the door."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e.gathering_site import (
    KID,
    Post,
    coordinator,
    family,
    path_in,
    planned,
    with_a_mentee_invited,
)
from tests.e2e.site import PHONE, Site, Visit, Visitor, picture, until_shown

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.chromium,
    pytest.mark.integration,
    pytest.mark.timeout(280),
]


def test_parents_are_invited_answer_by_link_and_arrive_by_the_code(
    visit: Visit, site: Site, post: Post, phone: Visitor
) -> None:
    family(site)
    staff, page = coordinator(visit)
    gathering = planned(page, staff)
    page.get_by_role("link", name="Пригласить родителей письмом").click()
    expect(page.get_by_label(f"Мать: {KID}")).to_be_checked()
    page.get_by_role("button", name="Пригласить").click()
    expect(page.get_by_text("Каждый получит письмо с личной ссылкой.")).to_be_visible()
    link = path_in(post.to("mother@example.org", "Приглашение"), "e")

    phone.open(link)
    expect(phone.page.get_by_text("Вы придёте?")).to_be_visible()
    phone.open(link)  # looking, as mail scanners do, answers nothing
    phone.page.get_by_role("button", name="Не приду").click()
    expect(phone.page.get_by_text("Вы ответили, что не придёте.")).to_be_visible()
    phone.page.get_by_role("button", name="Приду", exact=True).click()
    expect(phone.page.get_by_text("Вы ответили, что придёте.")).to_be_visible()

    staff.open(f"{gathering}/poster")
    picture(page, "poster")
    answer = page.evaluate("document.querySelector('.poster img').naturalWidth")
    assert answer > 100
    tenant, event = site.schools[0], gathering.rpartition("/")[2]
    caller = site.asking.caller(tenant, "coordinator")
    code = caller.get("meetings", f"/outreach/{event}/door")["code"]
    door = f"/d/{tenant}.{event}.{code}"
    phone.open(door)
    phone.page.get_by_role("button", name="Я здесь").click()
    expect(phone.page.get_by_text("Отмечено, что вы пришли", exact=False).first).to_be_visible()

    until_shown(staff, f"{gathering}/door", "Уже здесь (1)")
    staff.open(gathering)
    expect(page.get_by_label("родители", exact=True)).to_have_value("1")
    picture(page, "gathering")
    page.get_by_label("педагоги", exact=True).fill("3")
    page.get_by_label("Протокол или презентация").fill("протокол № 2")
    page.get_by_role("button", name="Внести как состоявшуюся").click()
    expect(page.get_by_text("в дорожной карте есть подтверждение")).to_be_visible()
    attendance = page.locator("section", has=page.locator("#attendance"))
    expect(attendance.locator("tbody tr")).to_have_text(["родители1", "педагоги3"])
    phone.open(link)
    expect(phone.page.get_by_text("Вы в списке пришедших.").first).to_be_visible()
    assert not phone.complaints
    assert not staff.complaints


def test_at_the_door_a_name_is_one_tap(visit: Visit, site: Site) -> None:
    staff, page = coordinator(visit)
    gathering = with_a_mentee_invited(page, staff, site, "Классный час")
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    staff.open(f"{gathering}/door?q=ел")
    until_shown(staff, f"{gathering}/door?q=ел", KID)
    page.get_by_role("button", name=KID).click()
    expect(page.get_by_text("Отмечено: пришёл.")).to_be_visible()
    expect(page.get_by_text("пришли: 1")).to_be_visible()
    page.get_by_role("button", name="Ещё один: педагоги").click()
    expect(page.get_by_text("пришли: 2")).to_be_visible()
    page.get_by_role("button", name="На одного меньше: педагоги").click()
    expect(page.get_by_text("пришли: 1")).to_be_visible()
    page.get_by_text("Уже здесь (1)").click()
    page.get_by_role("button", name=f"Не пришёл: {KID}").click()
    expect(page.get_by_text("пришли: 0")).to_be_visible()
    until_shown(staff, f"{gathering}/door?q=Лебедева", "Не приглашены, но есть в базе школы")
    page.get_by_label("Кто это на встрече").select_option("mentors")
    page.get_by_role("button", name="Лебедева Анна Игоревна").click()
    expect(page.get_by_text("пришли: 1")).to_be_visible()
    picture(page, "door")
    assert not staff.complaints
