"""Where a page leads after signing in, choosing an organisation or a language: never elsewhere."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from tests.integration.gateway.conftest import Site

pytestmark = pytest.mark.integration


@pytest.mark.parametrize(
    "target",
    [
        "//evil.example/x", "/\\evil.example", "/\t/evil.example", "/\n/evil.example", "\t//evil.example",
        "/ /evil.example", "/a\\..\\evil", "https://evil.example", "evil.example", "/\r\nX: y", "",
    ],
)  # fmt: skip
def test_only_pages_of_this_site_are_led_to(site: Site, target: str) -> None:
    visitor = site.visitor()
    answer = visitor.http.get(f"/language/ru?next={quote(target, safe='')}")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    assert target not in visitor.get(f"/sign-in?next={quote(target, safe='')}") or not target


def test_a_page_of_this_site_is_led_to_with_its_query(site: Site) -> None:
    answer = site.visitor().http.get(f"/language/en?next={quote('/school?year=2026/27')}")
    assert answer.headers["Location"] == "/school?year=2026/27"


def test_a_draft_is_its_owners_alone(site: Site) -> None:
    """On a shared computer the next one who signs in comes to the same address."""
    drafts = site.gateway.drafts
    kept = drafts.keep("/meetings/one/feedback", "mentee", {"text": ["хочу поговорить"]})
    assert drafts.take("/meetings/one/feedback", "mentor", kept) is None
    assert drafts.take("/meetings/one/feedback", "", kept) is None
    assert drafts.take("/meetings/two/feedback", "mentee", kept) is None
    assert drafts.take("/meetings/one/feedback", "mentee", kept) == {"text": ["хочу поговорить"]}
    assert drafts.take("/meetings/one/feedback", "mentee", kept) is None


def test_whoever_chooses_an_organisation_goes_on_to_the_page_they_wanted(site: Site) -> None:
    visitor = site.visitor()
    login = site.account(
        site.membership(site.school, "coordinator"),
        site.membership(site.council, "municipal_admin"),
    )
    visitor.sign_in(login)
    way = visitor.http.get("/gatherings?after=x").headers["Location"]
    assert way == "/organisation?next=/gatherings?after%3Dx"
    fields = {"index": "0", "next": "/gatherings?after=x"}
    assert visitor.send("/organisation", way, fields=fields).headers["Location"] == fields["next"]
    elsewhere = {"index": "0", "next": "/\t/evil.example"}
    sent = visitor.send("/organisation", "/organisation", fields=elsewhere)
    assert sent.headers["Location"] == "/"
