"""Addresses of sites as people read them, whatever is stored."""

from __future__ import annotations

import pytest

from gateway.addresses import readable_site


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("https://xn--e1afmkfd.xn--p1ai:8443", "https://пример.рф:8443"),
        ("https://xn--80atdl2c.xn--p1ai", "https://школа.рф"),
        ("http://localhost:3000", "http://localhost:3000"),
        ("https://school.example", "https://school.example"),
        ("https://xn--a.example", "https://xn--a.example"),
        ("https://xn--99999999.ru:8443", "https://xn--99999999.ru:8443"),
        ("https://xn--strae-oqa.example", "https://xn--strae-oqa.example"),
    ],
)
def test_a_name_in_cyrillic_is_shown_as_people_write_it(stored: str, shown: str) -> None:
    assert readable_site(stored) == shown
