"""The pairs' working year in a real browser: three taps on a phone, no script, drafts, calendar."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from icalendar import Calendar
from playwright.sync_api import Page, expect

from gateway.accounts import Membership
from gateway.app import open_gateway
from gateway.pages.calendar import LOOKS
from gateway.setup import SCHOOLS
from infra.demo.asking import Caller
from services.matching.bootstrap import bootstrap
from services.matching.domain.pairing import commands
from services.matching.domain.pairing.decider import PAIRING
from shared.clock import advance
from shared.config import Settings
from shared.domain.ids import PairingId, PersonId, ProgrammeId, TenantId, derived_id
from shared.tenancy.scope import policy_scope
from tests.e2e.site import signed_in
from tests.e2e.test_pages import (
    PASSWORD,
    UNTIL,
    Site,
    Visitor,
    _site,
    _visit,
    _year,
    until_shown,
)

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.chromium,
    pytest.mark.integration,
    pytest.mark.timeout(280),
]
site_of_pages, visit_of_pages = _site, _visit
KIDS = ("Соколова Ёлка Петровна", "Белов Игорь Олегович", "Юдин Лев Ильич")
Visit = Callable[[], Visitor]


@dataclass(frozen=True)
class Work:
    """A pair, and a group of two, of the same mentor."""

    pair: str
    group: str
    kids: dict[str, str]


@pytest.fixture(scope="module", name="work")
def _work(site: Site) -> Work:
    staff = site.asking.caller(site.schools[0], "coordinator")
    kids = {name: _consented(staff, name) for name in KIDS}
    ids = list(kids.values())
    pair, group = _opened(site, ids[0]), _opened(site, *ids[1:])
    gateway = open_gateway(Settings.from_env("gateway"))
    member = Membership(
        TenantId(site.schools[0]), ("mentee",), SCHOOLS[0], "school", PersonId(ids[0])
    )
    gateway.accounts.create("kid", PASSWORD, [member])
    staff.until("meetings", "/pairings", lambda rows: {pair, group} <= {r["id"] for r in rows})
    return Work(pair, group, kids)


def _consented(staff: Caller, name: str) -> str:
    def post(path: str, body: dict[str, object]) -> str:
        return str(staff.post("participants", path, body)["id"])

    kid = post("/people", {"name": name, "birth_date": f"{date.today().year - 13}-01-01"})
    mother = post("/people", {"name": f"Мать: {name}", "birth_date": "1986-02-03"})
    pair: dict[str, object] = {"guardian": mother, "child": kid}
    post("/guardianships", pair)
    post("/guardianships/confirm", pair)
    post(f"/people/{kid}/candidacies", {"role": "mentee", "year": _year(), "group": "7 А"})
    post(
        "/consents",
        {
            "person": kid, "purpose": "participation", "giver": "guardian", "by": mother,
            "until": UNTIL, "assent": True,
        },
    )  # fmt: skip
    return kid


def _opened(site: Site, *mentees: str) -> str:
    """An order has made it active; how one comes to an order is told by other tests."""
    service = bootstrap(Settings.from_env("matching"))
    school, mentor = TenantId(site.schools[0]), PersonId(site.mentor)
    pairing = PairingId(derived_id("pairing", *mentees))
    scope = policy_scope(school, "order", pairing, "test")
    people = tuple(PersonId(mentee) for mentee in mentees)
    starts, ends = date.today() - timedelta(20), date.fromisoformat(UNTIL)
    steps: list[commands.PairingCommand] = [
        commands.Propose(
            ProgrammeId(derived_id("programme", school, _year())), _year(), "pupil_pupil", mentor,
            school, mentor, people, "run", starts, ends,
        ),
        *(commands.Agree(person, "coordinator") for person in (mentor, *people)),
        commands.Fix("order"),
        commands.Activate(pairing, "order"),
    ]  # fmt: skip
    for number, step in enumerate(steps):
        service.handler.handle(scope, PAIRING, pairing, step, key=f"{pairing}:{number}")
    service.client.close()
    return str(pairing)


def test_a_meeting_is_entered_in_three_taps_on_a_phone(phone: Visitor, work: Work) -> None:
    phone.sign_in("asked")
    page = phone.page
    page.get_by_role("link", name="Встречи", exact=True).click()
    page.get_by_role("link", name=KIDS[0]).click()
    page.get_by_role("button", name="Сохранить встречу").click()
    expect(page.get_by_text("Встреча внесена в журнал.")).to_be_visible()
    entry = page.locator("section", has=page.locator("#journal"))
    expect(entry).to_contain_text(date.today().strftime("%d.%m.%Y"))
    expect(entry).to_contain_text("организационная встреча")


def test_what_was_typed_stays_where_it_is_refused(phone: Visitor, work: Work) -> None:
    phone.sign_in("asked")
    page = phone.page
    phone.open(f"/meetings/{work.group}")
    page.get_by_label("О чём была встреча").fill("правила и ожидания")
    page.get_by_label("День", exact=True).first.fill((date.today() + timedelta(3)).isoformat())
    key = page.locator(".entry input[name=key]").input_value()
    page.get_by_role("button", name="Сохранить встречу").click()
    expect(page.get_by_role("alert")).to_contain_text("Этот день ещё не наступил")
    expect(page.get_by_label("О чём была встреча")).to_have_value("правила и ожидания")
    expect(page.locator(".entry input[name=key]")).to_have_value(key)
    page.get_by_label("День", exact=True).first.fill(date.today().isoformat())
    page.get_by_label(KIDS[2], exact=True).uncheck()
    page.get_by_label(f"Причина отсутствия: {KIDS[2]}").select_option("ill")
    page.get_by_role("button", name="Сохранить встречу").click()
    entry = page.locator("section", has=page.locator("#journal"))
    expect(entry).to_contain_text("правила и ожидания")
    expect(entry).to_contain_text(f"{KIDS[2]}: не было (болезнь)")


def _both_go_on(page: Page) -> None:
    for name in ("Хочет ли продолжать наставник?", "Хочет ли продолжать наставляемый?"):
        page.get_by_role("group", name=name).get_by_label("да").check()


def test_another_sites_form_leaves_no_draft(phone: Visitor, work: Work) -> None:
    path = f"{phone.address}/meetings/{work.pair}/entry"
    answer = phone.context.request.post(
        path, form={"topic": "чужое"}, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert answer.status == 400
    assert phone.context.request.post(f"{path}/meeting/files", form={}).status == 400
    gateway = open_gateway(Settings.from_env("gateway"))
    assert gateway.control.client[gateway.settings.database()].drafts.count_documents({}) == 0


@pytest.mark.parametrize("gone", ["session", "cookies"])
def test_an_ended_session_gives_the_text_back(
    phone: Visitor, work: Work, site: Site, gone: str
) -> None:
    phone.sign_in("asked")
    page = phone.page
    phone.open(f"/meetings/{work.group}")
    page.get_by_label("О чём была встреча").fill(f"ёлочные расчёты, {gone}")
    _both_go_on(page)
    if gone == "session":
        gateway = open_gateway(Settings.from_env("gateway"))
        gateway.accounts._sessions.delete_many({})
    else:
        phone.context.clear_cookies()
    page.get_by_role("button", name="Сохранить встречу").click()
    expect(page.get_by_text("То, что вы написали, не потеряно")).to_be_visible()
    page.fill("#login", "asked")
    page.fill("#password", PASSWORD)
    page.click("main button")
    expect(page.get_by_label("О чём была встреча")).to_have_value(f"ёлочные расчёты, {gone}")
    answer = page.reload()  # what was given back once is in the form, and nowhere else
    assert answer is not None
    expect(page.get_by_label("О чём была встреча")).to_have_value("")


def test_a_draft_stays_in_the_browser_until_it_is_saved(visit: Visit, work: Work) -> None:
    mentor, page = signed_in(visit, "asked")
    mentor.open(f"/meetings/{work.pair}")
    page.get_by_label("О чём была встреча").fill("черновик о дробях")
    key = page.locator(".entry input[name=key]").input_value()
    mentor.open("/meetings")
    mentor.open(f"/meetings/{work.pair}")
    expect(page.get_by_label("О чём была встреча")).to_have_value("черновик о дробях")
    expect(page.get_by_text("ещё не сохранено")).to_be_visible()
    expect(page.locator(".entry input[name=key]")).to_have_value(key)
    _both_go_on(page)
    page.get_by_role("button", name="Сохранить встречу").click()
    expect(page.get_by_text("Встреча внесена в журнал.")).to_be_visible()
    page.wait_for_function("Object.keys(localStorage).every((k) => !k.startsWith('draft:'))")
    assert not mentor.complaints


def test_a_pair_sets_its_goal_plans_and_agrees_to_another_time(visit: Visit, work: Work) -> None:
    mentor, page = signed_in(visit, "asked")
    mentor.open(f"/meetings/{work.pair}")
    page.locator("#new").locator("xpath=..").get_by_role("link", name="Записать цель").click()
    page.get_by_label("Чего хотите достичь").fill("четвёрка по алгебре")
    page.get_by_label("Как это измерить").fill("средний балл")
    page.get_by_label("До", exact=True).fill((date.today() + timedelta(120)).isoformat())
    page.get_by_label("Число встреч").fill("10")
    page.get_by_role("button", name="Предложить цель").click()
    expect(page.get_by_text("четвёрка по алгебре")).to_be_visible()
    page.get_by_role("button", name="Сохранить встречу").click()
    expect(page.get_by_role("heading", name="Внести: регулярная встреча")).to_be_visible()
    page.get_by_text("Запланировать на каждую неделю").click()
    page.get_by_label("Последний день").fill((date.today() + timedelta(29)).isoformat())
    page.get_by_role("button", name="Запланировать все").click()
    expect(page.get_by_text("Запланированы 4 встречи.")).to_be_visible()
    mentor.sound(f"/meetings/{work.pair}")
    mentor.open(f"/meetings/{work.pair}")
    first = page.locator("section", has=page.locator("#ahead")).locator("li").first
    first.get_by_text("Перенести или отменить").click()
    first.get_by_label("С", exact=True).fill("17:20")
    first.get_by_role("button", name="Предложить перенос").click()
    expect(page.get_by_text("предлагает другое время")).to_be_visible()
    kid, own = signed_in(visit, "kid")
    kid.open(f"/meetings/{work.pair}")
    own.get_by_role("button", name="Согласиться", exact=True).click()
    expect(own.get_by_text("Встреча перенесена.")).to_be_visible()
    moved = own.locator("section", has=own.locator("#ahead")).locator("li").first
    expect(moved).to_contain_text("17:20")
    expect(moved).to_contain_text("Предложено: Лебедева Анна Игоревна")
    own.get_by_role("button", name="Согласен", exact=False).or_(
        own.get_by_role("button", name="Я согласен")
    ).first.click()
    expect(own.get_by_text("согласовано всеми")).to_be_visible()
    kid.sound(f"/meetings/{work.pair}")


def test_an_entry_is_corrected_and_gets_a_file(visit: Visit, work: Work) -> None:
    mentor, page = signed_in(visit, "asked")
    mentor.open(f"/meetings/{work.group}")
    entry = page.locator("section", has=page.locator("#journal")).locator("ul.cards > li").first
    entry.get_by_text("Исправить или добавить файл").click()
    entry.get_by_label("Файл").set_input_files(
        {"name": "план.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 plan %%EOF"}
    )
    entry.get_by_role("button", name="Добавить файл").click()
    expect(page.get_by_role("link", name="план.pdf")).to_be_visible()
    entry.get_by_text("Исправить или добавить файл").click()
    entry.get_by_role("link", name="Исправить запись").click()
    expect(page.get_by_label("О чём была встреча")).to_have_value("правила и ожидания")
    form = page.url.removeprefix(mentor.address)
    mentor.sound(form)
    mentor.open(form)
    page.get_by_label("О чём была встреча").fill("правила, ожидания, план")
    page.get_by_label("Почему запись исправляют").fill("забыли план")
    page.get_by_role("button", name="Сохранить исправление").click()
    expect(entry).to_contain_text("исправлено")
    entry.get_by_text("Что было записано раньше").click()
    expect(entry.locator(".former")).to_contain_text("правила и ожидания")


def test_the_calendar_goes_into_other_programs_by_an_address_that_ends(
    visit: Visit, work: Work, site: Site
) -> None:
    mentor, page = signed_in(visit, "asked")
    mentor.sound("/calendar")
    mentor.open("/calendar")
    page.get_by_role("button", name="Создать адрес").click()
    address = page.locator("code").inner_text()
    with urlopen(address) as answer:
        content = answer.read()
        assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    events = Calendar.from_ical(content).walk("VEVENT")
    assert len(events) == 4
    assert not [name for name in (*KIDS, "Лебедева") if name.split()[0] in content.decode()]
    assert _refused(address.replace(site.schools[0], site.schools[1])) == 404
    mentor.open("/calendar")
    assert page.locator("code").count() == 0
    page.get_by_role("button", name="Отключить").click()
    expect(page.get_by_text("Адрес больше не действует.")).to_be_visible()
    assert _refused(address) == 404
    page.get_by_role("button", name="Создать адрес").click()
    another = page.locator("code").inner_text()
    for _ in range(LOOKS):
        with urlopen(another) as answer:
            assert answer.status == 200
    assert _refused(another) == 429


def _refused(address: str) -> int:
    with pytest.raises(HTTPError) as refused:
        urlopen(address)
    refused.value.close()
    return refused.value.code


def test_the_rules_hold_the_schools_clock_and_holidays(visit: Visit, work: Work) -> None:
    staff, page = signed_in(visit, "first")
    staff.sound("/working-rules")
    staff.open("/working-rules")
    page.get_by_label("Часовой пояс школы").select_option("Asia/Kamchatka")
    page.get_by_role("button", name="Сохранить", exact=True).click()
    expect(page.get_by_label("Часовой пояс школы")).to_have_value("Asia/Kamchatka")
    first = date.today() + timedelta(days=100)  # days off are no silence, which is looked at below
    last = first + timedelta(days=13)
    page.get_by_label("Первый день 1", exact=True).fill(first.isoformat())
    page.get_by_label("Последний день 1", exact=True).fill(last.isoformat())
    page.get_by_role("button", name="Сохранить каникулы").click()
    expect(page.get_by_label("Первый день 1", exact=True)).to_have_value(first.isoformat())
    staff.open("/calendar")
    expect(page.get_by_text("Asia/Kamchatka")).to_be_visible()


def test_alerts_wait_for_the_coordinator_and_close_with_a_note(visit: Visit, work: Work) -> None:
    staff, page = signed_in(visit, "first")
    advance(Settings.from_env("gateway"), 32)
    until_shown(staff, "/alerts?kind=silent", KIDS[1])
    staff.sound("/alerts?kind=silent")
    staff.open("/alerts?kind=overdue")
    expect(page.locator(".cards > li")).to_have_count(4)
    staff.sound("/alerts")
    staff.open("/school")
    expect(page.get_by_text("4 встречи не внесены")).to_be_visible()
    staff.open("/alerts?kind=overdue")
    first = page.locator(".cards > li").first
    first.get_by_text("Разобрано").click()
    first.get_by_label("Что выяснили").fill("болели, встретятся на неделе")
    page.context.clear_cookies()
    first.get_by_role("button", name="Закрыть с пометкой").click()
    page.fill("#login", "first")
    page.fill("#password", PASSWORD)
    page.click("main button")
    open_ = page.locator(".cards details[open]")
    expect(open_.get_by_label("Что выяснили")).to_have_value("болели, встретятся на неделе")
    open_.get_by_role("button", name="Закрыть с пометкой").click()
    staff.open("/alerts?kind=overdue")
    expect(page.locator(".cards > li")).to_have_count(3)
    staff.sound("/alerts?kind=closed")
    staff.open("/alerts?kind=closed")
    expect(page.get_by_text("болели, встретятся на неделе")).to_be_visible()
    staff.sound("/meetings")
    staff.sound(f"/meetings/{work.group}")


def test_a_planned_last_meeting_is_entered_as_it_was_planned(
    visit: Visit, work: Work, site: Site
) -> None:
    caller = site.asking.caller(site.schools[0], "coordinator")
    today = caller.get("meetings", "/rules")["today"]
    plan = {"kind": "closing", "starts_at": f"{today}T00:10:00+12:00", "minutes": 30}
    path = f"/pairings/{work.group}"
    planned = caller.post("meetings", f"{path}/meetings/plan", plan)["meeting"]
    staff, page = signed_in(visit, "first")
    until_shown(staff, f"/meetings/{work.group}", "00:10")
    ahead = page.locator("section", has=page.locator("#ahead"))
    ahead.get_by_role("link", name="Внести").click()
    expect(page.get_by_label("Минут")).to_have_value("30")
    page.get_by_text("Исключение", exact=True).click()
    page.get_by_label("Причина, по которой").fill("переезжают")
    page.get_by_role("button", name="Завершить").click()
    expect(page.get_by_text("Пара завершила работу.").first).to_be_visible()
    assert not staff.complaints
    (held,) = [
        id for id, one in caller.get("meetings", path)["held"].items() if one["kind"] == "closing"
    ]
    assert held == planned
