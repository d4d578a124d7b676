"""A cursor that is not one of ours is told so, whatever it holds."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest

from shared.domain.errors import Invalid
from shared.projections.reader import _decode, _encode


def test_our_own_is_read_again() -> None:
    assert _decode(_encode("ё", "a")) == ("ё", "a")
    assert _decode(_encode(None, "a")) == (None, "a")


@pytest.mark.parametrize(
    "held", [[10**30, "a"], ["\ud800", "a"], ["a", "\ud800"], [[], "a"], [1, 2]]
)
def test_what_no_store_can_compare_is_refused(held: list[Any]) -> None:
    cursor = base64.urlsafe_b64encode(json.dumps(held).encode()).decode().rstrip("=")
    with pytest.raises(Invalid, match="cursor"):
        _decode(cursor)


@pytest.mark.parametrize("cursor", ["", "x", "ё", "////", "bnVsbA"])
def test_so_is_any_other_text(cursor: str) -> None:
    with pytest.raises(Invalid):
        _decode(cursor)
