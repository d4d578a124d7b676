"""Surveys, before and after, indicators, ranking, the report and the municipality's month ends in a
real browser."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from gateway.accounts import Membership
from gateway.app import open_gateway
from gateway.setup import SCHOOLS
from infra.demo.asking import Caller
from infra.demo.gathering import at_least
from shared.clock import advance
from shared.config import Settings
from shared.domain.ids import TenantId
from tests.e2e.site import signed_in
from tests.e2e.test_pages import (
    PASSWORD,
    PHONE,
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
    pytest.mark.long,  # the journeys of the other files are the main ones
    pytest.mark.chromium,
    pytest.mark.integration,
    pytest.mark.timeout(280),
]
site_of_pages, visit_of_pages = _site, _visit
Visit = Callable[[], Visitor]
SCALES = ("usefulness", "comfort", "support", "goal", "organisation", "recommend")


@pytest.fixture(scope="module", name="kids")
def _kids(site: Site) -> list[str]:
    """Six admitted pupils, measured twice, who have answered the survey; a head who signs in."""
    staff = site.asking.caller(site.schools[0], "coordinator")
    begin = int(_year()[:4])
    staff.post("reporting", "/roadmaps", {"year": _year(), "starts": f"{begin}-09-01",
                                          "ends": f"{begin + 1}-05-31"})  # fmt: skip
    kids = [_admitted(staff, number) for number in range(6)]
    for stage in (1, 2):
        _measure(staff, kids, stage)
    closes = (date.today() + timedelta(days=60)).isoformat()
    body = {"year": _year(), "role": "mentee", "closes": closes}
    survey = staff.post("reporting", "/surveys", body)["id"]
    for number, kid in enumerate(kids):
        me = site.asking.caller(site.schools[0], "mentee", person=kid)
        said = {
            "scales": dict.fromkeys(SCALES, 6 + number % 4),
            "statements": ["clear_goals", "little_time"][: 1 + number % 2],
            "text": f"мне помогли, номер {number}",
        }
        me.post("reporting", f"/surveys/{survey}/answers", said)
    member = Membership(TenantId(site.schools[0]), ("head",), SCHOOLS[0], "school", None)
    open_gateway(Settings.from_env("gateway")).accounts.create("head", PASSWORD, [member])
    return kids


def _admitted(staff: Caller, number: int) -> str:
    def post(path: str, body: dict[str, object]) -> str:
        return str(staff.post("participants", path, body)["id"])

    born = f"{date.today().year - 13}-01-0{number + 1}"
    kid = post("/people", {"name": f"Ученик Номер{'абвгде'[number]}", "birth_date": born})
    mother = post("/people", {"name": f"Мать Номер{'абвгде'[number]}", "birth_date": "1986-02-03"})
    pair = {"guardian": mother, "child": kid}
    post("/guardianships", pair)
    post("/guardianships/confirm", pair)
    post(f"/people/{kid}/candidacies", {"role": "mentee", "year": _year(), "group": "7 А"})
    consent = {"person": kid, "purpose": "participation", "giver": "guardian", "by": mother,
               "until": UNTIL, "assent": True}  # fmt: skip
    post("/consents", consent)
    form = post("/questionnaires", {"person": kid, "year": _year(), "kind": "mentee"})
    answers = {"forms": ["pupil_pupil"], "themes": ["studies"], "request": "алгебра"}
    post(f"/questionnaires/{form}/answers", {"answers": answers})
    post(f"/mentees/{kid}/admit", {"year": _year()})
    return kid


def _measure(staff: Caller, kids: list[str], stage: int) -> None:
    key = {"year": _year(), "role": "mentee", "stage": stage}
    found = staff.get("participants", "/instruments")["items"]
    pupil = next(one for one in found if one["code"] == "pupil")
    body = {**key, "instrument": "pupil", "instrument_version": pupil["version"]}
    staff.post("participants", "/assessments/rounds", body)
    for number, kid in enumerate(kids):
        gain = (number % 3) if stage == 2 else 0
        values = {p["code"]: 3 + number % 4 + gain for p in pupil["parameters"]}
        staff.post("participants", "/assessments", {**key, "person": kid, "values": values})
    staff.until("participants", "/assessments", lambda rows: at_least(len(kids), rows), **key)
    staff.post("participants", "/assessments/rounds/close", key)


def _shoot(page: Page, name: str) -> None:
    """For whoever wants to look: a folder named by the environment."""
    place = os.environ.get("MENTORBASE_TEST_SHOTS")
    if place:
        page.screenshot(path=str(Path(place) / f"{name}.png"), full_page=True)


def _shots(visitor: Visitor, path: str, name: str) -> None:
    for width in (390, 1280):
        visitor.page.set_viewport_size({"width": width, "height": 800})
        visitor.open(path)
        _shoot(visitor.page, f"{name}-{width}")
    visitor.page.set_viewport_size({"width": 1280, "height": 800})


def test_a_survey_is_opened_filled_in_on_a_phone_and_read(visit: Visit, kids: list[str]) -> None:
    staff, page = signed_in(visit, "first")
    until_shown(staff, "/surveys", "6 ответов")
    page.get_by_label("Кого опрашиваем").select_option("teacher")
    page.get_by_label("Последний день").fill(
        (date.today() + timedelta(days=60)).strftime("%d.%m.%Y")
    )
    page.get_by_role("button", name="Открыть опрос").click()
    expect(page.get_by_role("heading", name="Педагоги и кураторы")).to_be_visible()
    staff.sound("/surveys")
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    staff.open("/surveys")
    page.get_by_role("link", name="Ответить: педагоги и кураторы").click()
    form = page.url.removeprefix(staff.address)
    page.get_by_role("group", name="Насколько полезной").get_by_label("9").check()
    page.get_by_label("Цели пар понятны").check()
    page.get_by_role("button", name="Отправить").click()
    expect(page.get_by_text("Ответили не на всё")).to_be_visible()
    _shoot(page, "survey-missing-390")
    assert page.get_by_label("Цели пар понятны").is_checked()
    assert page.get_by_role("group", name="Насколько полезной").get_by_label("9").is_checked()
    for group in page.locator("fieldset.question").all()[1:6]:
        group.get_by_label("8", exact=True).check()
    page.get_by_role("button", name="Отправить").click()
    expect(page.get_by_text("Спасибо, ответ сохранён.")).to_be_visible()
    expect(page.get_by_text("вы ответили")).to_be_visible()
    staff.complaints.clear()  # the browser notes the form that came back as an error
    staff.sound(form)
    _shots(staff, form, "survey-form")
    staff.open("/surveys")
    page.get_by_role("button", name="Закрыть опрос: наставляемые").click()
    page.get_by_role("link", name="Результаты: наставляемые").click()
    expect(page.get_by_role("img", name="Средние оценки")).to_be_visible()
    expect(page.get_by_text("мне помогли, номер 3")).to_be_visible()
    results = page.url.removeprefix(staff.address).partition("?")[0]
    staff.sound(results)
    _shots(staff, results, "survey")


def test_before_and_after_are_drawn_and_told(visit: Visit, kids: list[str]) -> None:
    staff, page = signed_in(visit, "first")
    until_shown(staff, "/before-after", "Измерены дважды: 6")
    row = page.get_by_role("row", name="желание учиться")
    expect(row).to_contain_text("+1")
    expect(page.get_by_role("img")).to_have_count(2)
    described = page.get_by_role("img").first.locator("desc").text_content() or ""
    assert "желание учиться" in described
    staff.sound("/before-after")
    _shots(staff, "/before-after", "before-after")


def test_indicators_have_denominators_targets_and_a_history(visit: Visit, kids: list[str]) -> None:
    head, page = signed_in(visit, "head")
    head.open("/indicators")
    page.get_by_label("Сколько", exact=True).fill("60")
    page.get_by_label("На дату").fill(date.today().strftime("%d.%m.%Y"))
    page.get_by_role("button", name="Сохранить число").click()
    page.locator("#aim-percent").fill("много")
    page.get_by_role("button", name="Задать цель").click()
    expect(page.get_by_role("alert")).to_contain_text("Проверьте")
    page.locator("#aim-percent").fill("12,5")
    page.get_by_role("button", name="Задать цель").click()
    row = page.get_by_role("row", name="Доля наставляемых среди детей 10–19 лет")
    expect(row).to_contain_text("12,5 %")
    expect(row).to_contain_text("60")
    page.get_by_role("button", name="Посчитать").click()
    expect(page.get_by_role("region", name="Прежние подсчёты").last).to_contain_text("0 / 60")
    head.sound("/indicators")
    _shots(head, "/indicators", "indicators")
    with page.expect_download() as download:
        page.get_by_role("link", name="Скачать").click()
    assert download.value.suggested_filename.endswith(".xlsx")


def test_the_report_is_written_beside_its_grounds_and_approved(
    visit: Visit, kids: list[str]
) -> None:
    staff, page = signed_in(visit, "first")
    until_shown(staff, "/monitoring", "Цели пар понятны: 6")
    expect(page.get_by_text("Цели пар понятны: 6")).to_be_visible()
    for name in ("strengths", "weaknesses", "opportunities", "threats"):
        page.locator(f"#{name}").fill("Слаженная команда, понятные цели")
    for number in range(9):
        page.locator(f"input[name=point-{number}][value='2']").check()
    staff_path = "/monitoring"
    page.get_by_role("button", name="Сохранить отчёт").click()
    expect(page.get_by_text("18 из 18, оптимальный уровень")).to_be_visible()
    staff.sound(staff_path)
    _shots(staff, staff_path, "monitoring")
    head, own = signed_in(visit, "head")
    head.open(staff_path)
    own.get_by_role("button", name="Утвердить отчёт").click()
    expect(own.get_by_text("Утверждён", exact=False).or_(own.get_by_text("Утверждена")).first
           ).to_be_visible()  # fmt: skip
    head.sound(staff_path)


def test_the_ranking_says_its_criteria(visit: Visit, kids: list[str]) -> None:
    staff, page = signed_in(visit, "first")
    staff.sound("/best-mentors")
    staff.open("/best-mentors")
    expect(page.get_by_text("40 баллов")).to_be_visible()
    expect(page.get_by_text("Пока нет ни действующих, ни завершённых пар.")).to_be_visible()


def test_the_municipality_reads_a_published_month_end(visit: Visit, kids: list[str]) -> None:
    city, page = signed_in(visit, "city")
    city.open("/municipality")
    expect(page.get_by_text("подсчёт ещё не опубликован")).to_be_visible()
    today = date.today()
    first = (today.replace(day=1) + timedelta(days=32)).replace(day=1)
    advance(Settings.from_env("gateway"), (first - today).days)
    month_end = first - timedelta(days=1)
    until_shown(city, "/municipality", f"опубликованный конец месяца {month_end:%d.%m.%Y}")
    row = page.get_by_role("row", name=SCHOOLS[0])
    expect(row.get_by_role("cell", name="6", exact=True).first).to_be_visible()
    assert "Ученик Номер" not in page.content()
    page.get_by_label("Конец месяца").select_option(month_end.isoformat())
    page.get_by_role("button", name="Показать").click()
    expect(page.get_by_role("row", name="учёба")).to_contain_text("6")
    city.sound("/municipality")
    _shots(city, "/municipality", "municipality")
    for kind in ("xlsx", "csv"):
        with page.expect_download() as download:
            page.get_by_role("link", name=f"Скачать {kind.upper()}").click()
        assert download.value.suggested_filename == f"municipality-{month_end}.{kind}"
    assert SCHOOLS[0] in download.value.path().read_text("utf-8-sig")
