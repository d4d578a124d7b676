"""A municipal round in a real browser: called, joined, computed, and each side's own result."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import expect

from gateway.setup import SCHOOLS
from infra.demo.asking import wait_for
from infra.demo.gathering import at_least
from shared.domain.ids import derived_id
from tests.e2e.site import signed_in
from tests.e2e.test_pages import (
    DESKTOP,
    PHONE,
    UNTIL,
    Site,
    Visitor,
    _site,
    _visit,
    _year,
    until_shown,
)
from tests.e2e.test_selection_pages import _asking

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.long,  # the journeys of the other files are the main ones
    pytest.mark.chromium,
    pytest.mark.integration,
    pytest.mark.timeout(280),
]
site_of_pages, visit_of_pages = _site, _visit
Visit = Callable[[], Visitor]
FORM = "pupil_pupil"
KIDS = {
    0: ("Соколов Иван Петрович", "Белова Ирина Олеговна"),
    1: ("Орлов Пётр Ильич", "Чайка Вера Львовна"),
}
MENTOR = "Лебедева Анна Игоревна"


@pytest.fixture(scope="module", name="ready")
def _ready(site: Site) -> Site:
    """Two schools with two mentees each, and one mentor with two places whom both may ask."""
    for number, kids in KIDS.items():
        staff = site.asking.caller(site.schools[number], "coordinator")
        year = {"year": _year()}
        begin = f"{_year()[:4]}-09-01"
        programme = {**year, "starts": begin, "ends": UNTIL}
        id = staff.post("matching", "/programmes", programme)["id"]
        chosen = {"form": FORM, "variants": [], "reason": "запросы на учёбу"}
        staff.put("matching", f"/programmes/{id}/forms", {"forms": [chosen]})
        for kid in [_asking(staff, name) for name in kids]:
            staff.post("participants", f"/mentees/{kid}/admit", year)
        enough = partial(at_least, len(kids))
        staff.until("matching", "/candidates", enough, role="mentee", **year)
    _decided(site)
    _shared(site)
    return site


def _decided(site: Site) -> None:
    staff = site.asking.caller(site.schools[0], "coordinator")
    slot = (datetime.now(UTC) + timedelta(days=1)).replace(microsecond=0).isoformat()
    body = {"person": site.mentor, "year": _year(), "slot": slot}
    id = staff.post("participants", "/interviews", body)["id"]
    staff.post("participants", f"/interviews/{id}/protocol", {"protocol": "надёжен"})
    decision = {"decision": "admit", "reason": ""}
    staff.post("participants", f"/interviews/{id}/decide", decision)
    wait_for(
        lambda: staff.all("matching", "/candidates", role="mentor", year=_year()),
        lambda rows: any(row.get("decision") == "admit" for row in rows), "the decision",
    )  # fmt: skip


def _shared(site: Site) -> None:
    """The mentor allows beforehand; the second school's request waits for nobody."""
    mentor = site.asking.caller(site.schools[0], "mentor", person=site.mentor)
    asking = site.asking.caller(site.schools[1], "coordinator")
    terms = {"forms": [FORM], "places": 2, "until": UNTIL}
    allowed = {**terms, "fields": ["times", "way", "age_band"]}
    mentor.post("participants", f"/mentors/{site.mentor}/standing", allowed)
    (entry,) = asking.until("participants", "/catalogue", partial(at_least, 1), form=FORM)
    asking.post("participants", "/sharing/requests", {"entry": entry["id"], **terms})
    asking.until("matching", "/candidates", partial(at_least, 1), role="mentor", year=_year())


def _fixed(site: Site) -> None:
    """The first school's own draft, with one pair fixed."""
    staff = site.asking.caller(site.schools[0], "coordinator")
    path = f"/programmes/{derived_id('programme', site.schools[0], _year())}/proposals"
    run = staff.post("matching", path, {})["id"]
    staff.until("matching", "/proposals", partial(at_least, 1), status="draft")
    line = staff.get("matching", f"/proposals/{run}")["lines"][0]
    wanted = {"mentee": line["mentee"], "locked": True}
    staff.post("matching", f"/proposals/{run}/locks", wanted)


def _photograph(visitor: Visitor, path: str, name: str) -> None:
    """Both widths, for whoever wants to look: only where a folder is named."""
    folder = os.environ.get("MENTORBASE_SCREENSHOTS")
    for size in (PHONE, DESKTOP) if folder else ():
        visitor.page.set_viewport_size(size)  # type: ignore[arg-type]
        visitor.open(path)
        place = Path(str(folder)) / f"{name}-{size['width']}.png"
        visitor.page.screenshot(path=place, full_page=True)


def _sound(visitor: Visitor, path: str, name: str) -> None:
    visitor.sound(path)
    _photograph(visitor, path, name)


def test_a_round_from_the_call_to_each_sides_result(visit: Visit, ready: Site) -> None:
    city, council = signed_in(visit, "city")
    _sound(city, "/rounds", "rounds-none")
    city.open("/rounds")
    council.fill("#closes", "вчера")
    council.get_by_role("button", name="Открыть раунд").click()
    expect(council.get_by_role("alert")).to_contain_text("последний день для присоединения")
    council.fill("#closes", "31.12.2099")
    council.get_by_role("button", name="Открыть раунд").click()
    expect(council.get_by_role("status").first).to_contain_text("Раунд открыт")
    until_shown(city, "/rounds", "школы присоединяются")
    council.get_by_role("link", name=f"Раунд {_year()}").click()
    address = council.url.removeprefix(city.address).partition("?")[0]
    expect(council.get_by_role("button", name="Рассчитать раунд")).to_be_disabled()

    schools = {login: signed_in(visit, login) for login in ("first", "second")}
    for login, (staff, page) in schools.items():
        until_shown(staff, "/round", "Школы могут присоединиться")
        if login == "first":
            _sound(staff, "/round", "own-open")
        staff.open("/round")
        page.get_by_role("button", name="Участвовать").click()
        until_shown(staff, "/round", "Ваша школа участвует с формами")
    _fixed(ready)
    until_shown(schools["first"][0], "/round", "закреплено 1, исключено 0")
    _sound(schools["first"][0], "/round", "own-holds")
    staff, page = schools["second"]
    page.get_by_role("button", name="Выйти из раунда").click()
    until_shown(staff, "/round", "Участвовать")
    page.get_by_role("button", name="Участвовать").click()
    until_shown(staff, "/round", "Ваша школа участвует с формами")
    _sound(staff, "/round", "own-joined")

    until_shown(city, address, SCHOOLS[1])
    _sound(city, address, "round-open")
    city.open(address)
    council.get_by_role("button", name="Рассчитать раунд").click()
    until_shown(city, address, "Предложения разосланы")
    _sound(city, address, "round-delivered")
    for kids in KIDS.values():
        assert not any(name in council.content() for name in (*kids, MENTOR))

    for number, (staff, page) in enumerate(schools.values()):
        until_shown(staff, "/round", "Открыть предложение")
        expect(page.locator(".totals dd")).to_have_text(["2", "1", "1"])
        _sound(staff, "/round", f"own-delivered-{number}")
        pairs = f"/round{address.removeprefix('/rounds')}/pairs"
        staff.open(pairs)
        expect(page.get_by_role("row", name=MENTOR)).to_have_count(1)
        shown = page.content()
        assert all(name in shown for name in KIDS[number])
        assert not any(name in shown for name in KIDS[1 - number])
        _sound(staff, pairs, f"pairs-{number}")
        answer = page.goto(f"{staff.address}{address}")
        assert answer is not None
        assert answer.status == 404, "the municipality's page is not a school's"
        staff.complaints.clear()


def test_a_round_that_is_called_off_delivers_nothing(visit: Visit, ready: Site) -> None:
    city, council = signed_in(visit, "city")
    city.open("/rounds")
    council.fill("#year", "2098/99")
    council.fill("#closes", "31.12.2098")
    council.get_by_role("button", name="Открыть раунд").click()
    until_shown(city, "/rounds", "2098/99")
    council.get_by_role("link", name="Раунд 2098/99").click()
    council.get_by_text("Отменить раунд").click()
    council.get_by_role("button", name="Отменить", exact=True).click()
    expect(council.get_by_role("status").first).to_contain_text("Раунд отменён")
    staff, _ = signed_in(visit, "first")
    until_shown(staff, "/round", "раунд отменён")
    staff.sound("/round")
