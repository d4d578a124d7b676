"""Hours as a school's clock shows them."""

from __future__ import annotations

import pytest

from gateway.meeting_words import hour_at


def test_an_hour_is_the_schools_own() -> None:
    assert hour_at("Europe/Moscow")("2026-11-03T12:00:00+00:00") == "15:00"
    assert hour_at("Europe/Moscow")(None) == ""


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00+03:00", "9999-12-31T23:59:00+00:00"])
def test_an_hour_of_another_age_stops_no_page(moment: str) -> None:
    assert hour_at("Europe/Moscow")(moment) == moment[11:16]
