"""Which sites may show the block inside theirs."""

from __future__ import annotations

import pytest

from services.reporting.domain.public_site import commands, events
from services.reporting.domain.public_site.decider import MOST, PUBLIC_SITE, origin_of
from shared.domain.errors import Invalid
from shared.testing.spec import Spec

site = Spec(PUBLIC_SITE)


def test_the_list_is_named_as_a_whole_and_twice_changes_nothing() -> None:
    allow = commands.AllowSites(("https://b.example/page", "a.example", "https://A.example:443"))
    allowed = events.SitesAllowed(("https://a.example", "https://b.example"))
    state = site.when(allow).then(allowed)
    assert state.sites == allowed.sites
    site.given(allowed).when(allow).then_nothing()
    site.given(allowed).when(commands.AllowSites(())).then(events.SitesAllowed(()))


@pytest.mark.parametrize(
    ("text", "origin"),
    [
        ("школа.рф", "https://xn--80atdl2c.xn--p1ai"),
        ("https://school.example:8443/x?y#z", "https://school.example:8443"),
        ("http://127.0.0.1:5000", "http://127.0.0.1:5000"),
        (" https://School.Example/ ", "https://school.example"),
        ("https://пример.рф:8443", "https://xn--e1afmkfd.xn--p1ai:8443"),
        ("https://xn--e1afmkfd.xn--p1ai", "https://xn--e1afmkfd.xn--p1ai"),
        ("https://xn--strae-oqa.example", "https://xn--strae-oqa.example"),
    ],
)
def test_an_address_becomes_the_origin_that_browsers_compare(text: str, origin: str) -> None:
    assert origin_of(text) == origin


@pytest.mark.parametrize(
    "text",
    [
        "http://school.example", "https://*", "https://*.school.example", "'self'", "*", "https:",
        "https://a.example; script-src *", "https://a.example evil.example", "javascript://x.y",
        "https://user@a.example", "https://a.example:99999", "", "https://localhost", "data:x",
        "https://a..example", "https://a.example\nX-Header: 1", "https://xn--a.example",
        "https://xn--99999999.ru", "https://xn--.example", "https://xn--zzzzzzzzzzz.example",
        "https://a.xn--80ak6aa92e-.example", "https://\ud800.example",
    ],
)  # fmt: skip
def test_what_is_no_site_with_https_never_gets_into_the_header(text: str) -> None:
    site.when(commands.AllowSites((text,))).then_refused("not the address of a site", Invalid)


def test_there_is_an_end_to_the_list() -> None:
    many = tuple(f"https://s{number}.example" for number in range(MOST + 1))
    site.when(commands.AllowSites(many)).then_refused("too many", Invalid)


def test_numbers_stand_on_the_page_once_somebody_has_decided_so() -> None:
    shown = events.NumbersShown(True)
    assert not site.when(commands.ShowNumbers(True)).then(shown).sites
    site.when(commands.ShowNumbers(False)).then_nothing()
    site.given(shown).when(commands.ShowNumbers(False)).then(events.NumbersShown(False))
