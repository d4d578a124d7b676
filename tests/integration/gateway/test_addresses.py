"""Addresses that are handed on, and what an address may hold."""

from __future__ import annotations

from datetime import date

import pytest

from gateway.linked import MISSES
from tests.integration.gateway.conftest import Site

pytestmark = pytest.mark.integration


def test_what_is_handed_on_begins_as_the_operator_says(site: Site) -> None:
    """Whoever asks may call the site anything; printed addresses and QR codes do not follow."""
    head = site.member(site.school, "head").http
    page = head.get("/public-page", headers={"Host": "elsewhere.example"}).text
    assert "elsewhere" not in page
    for rest in (f"/results/{site.school}", f"/embed/{site.school}"):
        assert f"{site.layout.address}{rest}" in page


def test_the_settings_page_opens_whatever_sites_are_named(site: Site) -> None:
    head = site.member(site.school, "head")
    named = {"sites": "https://пример.рф:8443\nhttps://xn--strae-oqa.example"}
    head.send("/public-page/sites", "/public-page", fields=named)
    page = head.until("/public-page", "https://пример.рф:8443")
    assert "https://xn--strae-oqa.example" in page
    head.send("/public-page/sites", "/public-page", 422, fields={"sites": "https://xn--a.example"})
    assert "https://пример.рф:8443" in head.get("/public-page")


@pytest.mark.parametrize(
    "path",
    [
        "/e/{school}.event.person.секрет",
        "/e/{school}.event%3Fx=.person.secret",
        "/e/{school}.%2E%2E.person.secret",
        "/e/{school}...",
        "/l/{school}.person.a%23b",
        "/d/{school}.event.код",
        "/g/{school}.a%3Fb",
        "/calendar/{school}.a%3Fb.ics",
        "/board/..%3Fx",
        "/check/{school}.R-%3F",
    ],
)
def test_no_part_of_an_address_leads_to_another_route(site: Site, path: str) -> None:
    answer = site.visitor().http.get(path.format(school=site.school), follow_redirects=False)
    assert answer.status_code in ((200,) if "/check/" in path else (302, 404))


def test_many_wrong_links_do_not_close_a_right_one(site: Site) -> None:
    staff = site.asking.caller(site.school, "coordinator")
    today = date.today().isoformat()
    body = {"item": "1.2", "year": "2026/27", "title": "Собрание", "date": today}
    event = staff.post("meetings", "/outreach", body)["id"]
    staff.until("meetings", "/outreach", lambda rows: any(row["id"] == event for row in rows))
    code = staff.get("meetings", f"/outreach/{event}/door")["code"]
    visitor = site.visitor()
    statuses = [
        visitor.http.get(f"/d/{site.school}.{event}.{number}").status_code
        for number in range(MISSES + 1)
    ]
    assert (statuses[0], statuses[-1]) == (404, 429)
    assert "Собрание" in visitor.get(f"/d/{site.school}.{event}.{code}")
