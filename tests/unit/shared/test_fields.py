"""Fields of bodies: what is mistyped by thousands of years, or is no id, is told at the edge."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from marshmallow import ValidationError, fields
from werkzeug.exceptions import NotFound
from werkzeug.routing import Map, Rule
from werkzeug.routing.exceptions import RequestRedirect

from shared.http.fields import ID, BirthDay, Day, IdInPath, Moment

ROOT = Path(__file__).parents[3]
NEXT_YEAR = f"{date.today().year + 1}-01-01"


@pytest.mark.parametrize("text", ["2000-01-01", "2026-09-01", "2100-12-31"])
def test_days_of_a_century_are_taken(text: str) -> None:
    assert Day().deserialize(text) == date.fromisoformat(text)
    assert Moment().deserialize(f"{text}T23:59:59-12:00").date() == date.fromisoformat(text)


@pytest.mark.parametrize(
    ("field", "text"),
    [
        (Day(), "1999-12-31"), (Day(), "2101-01-01"), (Day(), "0001-01-01"), (Day(), "9999-12-31"),
        (Day(), "2026-13-01"), (Day(), 5), (Day(), None),
        (Moment(), "0001-01-01T00:00:00+03:00"), (Moment(), "9999-12-31T23:59:00-10:00"),
        (Moment(), "2026-09-01T10:00:00"), (Moment(), "2101-01-01T00:00:00Z"),
        (BirthDay(), "1899-12-31"), (BirthDay(), NEXT_YEAR), (BirthDay(), "0001-01-01"),
    ],
)  # fmt: skip
def test_others_are_refused_with_a_sentence(field: fields.Field[Any], text: Any) -> None:
    with pytest.raises(ValidationError) as refused:
        field.deserialize(text)
    assert refused.value.messages


def test_birth_dates_reach_further_back() -> None:
    assert BirthDay().deserialize("1931-05-09") == date(1931, 5, 9)
    assert BirthDay(allow_none=True).deserialize(None) is None


GOOD = ["a", "0f" * 32, "school-north", "a_B-9"]
BAD = ["", "a.", "a.b", "$x", "a\0b", "a b", "ы", "a\n", "x" * 65, "a/b"]


@pytest.mark.parametrize("text", GOOD)
def test_ids_are_taken(text: str) -> None:
    assert ID(text) == text
    assert _routed(f"/things/{text}") == {"thing": text}


@pytest.mark.parametrize("text", BAD)
def test_what_is_no_id_is_taken_neither_in_a_body_nor_in_an_address(text: str) -> None:
    with pytest.raises(ValidationError):
        ID(text)
    with pytest.raises((NotFound, RequestRedirect)):
        _routed(f"/things/{text}")


def _routed(path: str) -> Any:
    rules = Map([Rule("/things/<id:thing>", endpoint="one")], converters={"id": IdInPath})
    return rules.bind("localhost").match(path)[1]


def test_no_service_has_days_and_ids_of_its_own() -> None:
    own = re.compile(r"fields\.(Date|DateTime|AwareDateTime|NaiveDateTime)\(|Length\(1, 64\)")
    found = [
        f"{path.parent.parent.name}/{path.name}: {line.strip()}"
        for path in (ROOT / "services").glob("*/api/*.py")
        for line in path.read_text(encoding="utf-8").splitlines()
        if own.search(line) and not line.strip().startswith("code =")
    ]
    assert found == []
