"""Derived ids are for ever: they name what is stored."""

from __future__ import annotations

import uuid

import pytest

from shared.crypto.keyring import joined
from shared.domain.ids import derived_id

NAMESPACE = uuid.UUID("5f0c6a55-6c0b-4a0e-9b57-3f6f0d1d8a11")


@pytest.mark.parametrize("parts", [(), ("",), ("a", "b"), ("ab", ""), ("ученик", "7:А", "x" * 500)])
def test_an_id_is_the_uuid_of_its_parts(parts: tuple[str, ...]) -> None:
    name = "".join(f"{len(part)}:{part}" for part in parts)
    assert derived_id(*parts) == uuid.uuid5(NAMESPACE, name).hex


def test_an_id_is_the_same_as_ever() -> None:
    assert derived_id("person", "school", "row") == "de02f0b3e3a15ec8920facfb8868fc89"


def test_no_two_lists_of_parts_are_joined_to_the_same() -> None:
    assert joined("ё", "") == b"\x00\x00\x00\x02\xd1\x91\x00\x00\x00\x00"
    assert len({joined(*parts) for parts in (("ab",), ("a", "b"), ("", "ab"), ("ab", ""))}) == 4
