"""A certificate is what was signed, to the letter, or it is none."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from shared.crypto.signing import Signer, problem_with
from shared.http.tokens import ensure_keys

CONTENT = {"person": "3f1c", "completed": "2026-09-08", "kept": [{"reference": "12-о"}]}


@pytest.fixture(name="keys")
def _keys(tmp_path: Path) -> Path:
    ensure_keys(tmp_path)
    return tmp_path


def signed(keys: Path, content: dict[str, Any]) -> dict[str, Any]:
    one = Signer(keys).sign(content)
    return {"certificate": content, "signature": one.signature, "key": one.key, "code": one.code}


def test_what_was_signed_holds_in_whatever_order_it_is_written(keys: Path) -> None:
    document = signed(keys, CONTENT)
    assert problem_with(document, keys) is None
    turned = dict(reversed(CONTENT.items()))
    assert problem_with({**document, "certificate": turned}, keys) is None
    assert signed(keys, turned) == {**document, "certificate": turned}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"certificate": {**CONTENT, "completed": "2026-09-09"}}, "changed after signing"),
        ({"certificate": {**CONTENT, "more": 1}}, "changed after signing"),
        ({"certificate": {**CONTENT, "person": "\ud800"}}, "changed after signing"),
        ({"signature": "bm90IG9uZQ=="}, "changed after signing"),
        ({"signature": "ё"}, "changed after signing"),
        ({"code": "AAAAA-AAAAA-AAAAA-AAAAA"}, "code"),
        ({"key": "0" * 64}, "key"),
        ({"certificate": "text"}, "not a certificate"),
    ],
)
def test_what_was_changed_does_not_hold(keys: Path, change: dict[str, Any], said: str) -> None:
    problem = problem_with({**signed(keys, CONTENT), **change}, keys)
    assert problem is not None
    assert said in problem


def test_another_installation_does_not_vouch_for_it(keys: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    ensure_keys(other)
    assert "does not have" in str(problem_with(signed(keys, CONTENT), other))
    assert problem_with([], keys) == "this is not a certificate"
