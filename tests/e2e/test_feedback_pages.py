"""Feedback by a link on a phone, alerts in one list, and from a no to another mentor in one click."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import expect

from gateway.accounts import Membership
from gateway.app import open_gateway
from gateway.setup import SCHOOLS
from services.matching.bootstrap import bootstrap
from services.matching.domain.pairing import commands
from services.matching.domain.pairing.decider import PAIRING
from shared.config import Settings
from shared.domain.ids import TenantId
from shared.tenancy.scope import policy_scope
from tests.e2e.matching_site import GROWN, Cast, admitted, opened, proposed, settle_in
from tests.e2e.site import (
    PASSWORD,
    Site,
    Visit,
    Visitor,
    listed_mentor,
    picture,
    sound_as_it_stands,
    until_shown,
)

pytestmark = [
    pytest.mark.long,
    pytest.mark.e2e,
    pytest.mark.chromium,
    pytest.mark.integration,
    pytest.mark.timeout(280),
]
OTHER = "Орлова Дарья Сергеевна"


@dataclass(frozen=True)
class Work:
    """Two pairs at work: whose round is open, and which doubts after the trial."""

    cast: Cast
    asked: str
    doubting: str


@pytest.fixture(scope="module", name="work")
def _work(site: Site) -> Work:
    other = listed_mentor(site.asking, site.schools[0], OTHER)
    staff = site.asking.caller(site.schools[0], "coordinator")
    admitted(staff, other, hour=16)
    cast = settle_in(site)
    opened(cast)
    for pairing in proposed(cast):
        _begun(site, pairing)
    pairs = staff.until("meetings", "/pairings", _both, status="open")
    by_mentee = {row["mentees"][0]: row["id"] for row in pairs}
    asked, doubting = by_mentee[cast.grown], by_mentee[cast.small]
    dates = {"dates": [date.today().isoformat()]}
    staff.post("meetings", f"/pairings/{asked}/feedback/schedule", dates)
    _say_no(cast, next(row for row in pairs if row["id"] == doubting))
    member = Membership(TenantId(site.schools[0]), ("psychologist",), SCHOOLS[0], "school")
    open_gateway(Settings.from_env("gateway")).accounts.create("listens", PASSWORD, [member])
    return Work(cast, asked, doubting)


def _both(rows: list[dict[str, Any]]) -> bool:
    return len(rows) == 2


def _begun(site: Site, pairing: str) -> None:
    """Everybody agrees and an order makes it active; other tests tell of that."""
    service = bootstrap(Settings.from_env("matching"))
    scope = policy_scope(TenantId(site.schools[0]), "order", pairing, "test")
    people = service.handler.state(scope, PAIRING, pairing).state.people
    steps: list[commands.PairingCommand] = [
        *(commands.Agree(person, "coordinator") for person in people),
        commands.Fix("order"),
        commands.Activate(pairing, "order"),  # type: ignore[arg-type]
    ]
    for number, step in enumerate(steps):
        service.handler.handle(scope, PAIRING, pairing, step, key=f"{pairing}:{number}")
    service.client.close()


def _say_no(cast: Cast, row: dict[str, Any]) -> None:
    for kind, more in (
        ("organisational", {}),
        ("trial", {"go_on_mentor": True, "go_on_mentee": False}),
    ):
        body = {
            "kind": kind, "held_on": date.today().isoformat(), "minutes": 45, "topic": "знакомство",
            "attended": [row["mentor"], *row["mentees"]], **more,
        }  # fmt: skip
        cast.staff.post("meetings", f"/pairings/{row['id']}/meetings", body)


def test_an_answer_without_an_account_alerts_and_is_closed(
    visit: Visit, work: Work, phone: Visitor
) -> None:
    staff = visit()
    staff.sign_in("first")
    until_shown(staff, "/feedback", "Круги опроса")
    staff.sound("/feedback")
    staff.open("/feedback")
    picture(staff.page, "feedback")
    staff.page.get_by_role("button", name="Сделать ссылки").click()
    slips = staff.page.locator(".slips li")
    expect(slips).to_have_count(3)
    sound_as_it_stands(staff.page)
    addresses = [re.sub(r"\s", "", text) for text in slips.locator("code").all_inner_texts()]
    page = phone.page
    page.goto(addresses[0])
    page.get_by_role("button", name="Отправить").click()
    expect(page.get_by_text("Выберите число.")).to_have_count(2)
    for name, value in (("usefulness", "4"), ("comfort", "1")):
        page.locator(f"input[name={name}][value='{value}']").check()
    page.get_by_label("В свободной форме").or_(page.locator("#text")).first.fill("не нахожу слов")
    page.get_by_role("button", name="Отправить").click()
    expect(page.get_by_role("heading", name="Спасибо, ответ отправлен")).to_be_visible()
    page.goto(addresses[0])
    expect(page.get_by_text("Ответы по этой ссылке уже отправлены")).to_be_visible()
    guest = visit()
    for address in addresses[1:]:
        guest.sound(address.removeprefix(guest.address))
    guest.open(addresses[1].removeprefix(guest.address))
    picture(guest.page, "feedback-form")
    listening = visit()
    listening.sign_in("listens")
    until_shown(listening, "/alerts", "не нахожу слов")
    expect(listening.page.locator(".menu .count").first).to_have_text("1")
    expect(listening.page.get_by_text("сомнения после пробной")).to_have_count(0)
    listening.sound("/alerts")
    listening.open("/alerts")
    picture(listening.page, "alerts-psychologist")
    one = listening.page.locator(".cards > li").first
    one.get_by_text("Разобрано").click()
    one.get_by_label("Что выяснили").fill("поговорили, всё решили")
    one.get_by_role("button", name="Закрыть с пометкой").click()
    expect(listening.page.get_by_text("не нахожу слов")).to_have_count(0)
    staff.sound("/alerts?kind=closed")
    staff.open("/alerts?kind=closed")
    expect(staff.page.get_by_text("поговорили, всё решили")).to_be_visible()


def test_a_mentee_with_an_account_answers_on_the_pairs_page(visit: Visit, work: Work) -> None:
    kid = visit()
    kid.sign_in("grown")
    until_shown(kid, f"/meetings/{work.asked}", "Как идут дела?")
    kid.page.get_by_role("link", name="Как идут дела?").click()
    sound_as_it_stands(kid.page)
    for name in ("usefulness", "comfort"):
        kid.page.locator(f"input[name={name}][value='5']").check()
    kid.page.get_by_role("button", name="Отправить").click()
    expect(kid.page.get_by_text("Спасибо")).to_be_visible()
    expect(kid.page.get_by_role("link", name="Как идут дела?")).to_have_count(0)
    assert not kid.complaints
    assert kid.page.get_by_role("heading", name=GROWN).count() == 1


def test_from_a_no_to_another_mentor_in_one_click(visit: Visit, work: Work) -> None:
    staff = visit()
    staff.sign_in("first")
    until_shown(staff, "/alerts?kind=doubt", "«нет» после пробной встречи")
    staff.sound("/alerts")
    staff.open("/alerts")
    picture(staff.page, "alerts")
    staff.open("/alerts?kind=doubt")
    was = staff.page.locator(".cards strong").first.inner_text()
    staff.page.get_by_role("button", name="Предложить другого наставника").click()
    expect(staff.page.get_by_text(re.compile("Наставник: "))).to_be_visible(timeout=60_000)
    found = staff.page.get_by_text(re.compile("Наставник: ")).inner_text()
    assert was not in found
    assert any(name in found for name in ("Лебедева", "Орлова"))
    sound_as_it_stands(staff.page)
    picture(staff.page, "rematch")


def test_an_alert_after_a_withdrawal_is_closed_and_its_note_is_not_kept(
    visit: Visit, work: Work
) -> None:
    cast = work.cast
    row = next(one for one in cast.staff.all("meetings", "/pairings") if one["id"] == work.asked)
    low = {"side": "mentor", "person": row["mentor"], "usefulness": 1, "comfort": 2}
    cast.staff.post("meetings", f"/pairings/{work.asked}/feedback/answers", low)
    body = {"person": cast.grown, "purpose": "participation"}
    cast.staff.post("participants", "/consents/withdraw", body)
    staff = visit()
    staff.sign_in("first")
    until_shown(staff, "/alerts?kind=feedback", "1 из 5")
    one = staff.page.locator(".cards > li").first
    one.get_by_text("Разобрано").click()
    expect(one.get_by_text("пометка не сохранится")).to_be_visible()
    one.get_by_label("Что выяснили").fill("мама просит подождать")
    sound_as_it_stands(staff.page)
    picture(staff.page, "alert-open")
    one.get_by_role("button", name="Закрыть с пометкой").click()
    expect(staff.page.get_by_text("Пометка не сохранена")).to_be_visible()
    expect(staff.page.get_by_text("Сигнал закрыт.")).to_be_visible()
    sound_as_it_stands(staff.page)
    picture(staff.page, "alert-closed")
    staff.open("/alerts?kind=closed")
    expect(staff.page.locator(".cards > li").first).to_be_visible()
    expect(staff.page.get_by_text("мама просит подождать")).to_have_count(0)
