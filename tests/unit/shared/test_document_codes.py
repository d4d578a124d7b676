"""A code is the same for the same version, cannot be guessed, and survives being read aloud."""

from __future__ import annotations

import re

import pytest

from shared.crypto.vault import Vault
from shared.documents.codes import (
    check_address,
    document_code,
    letters_of,
    normalised,
    service_of,
)

CODE = "R-ABCDE-FGHIJ-KLMNO-PQRST"


class Digests:
    """The keyed hash of a vault, with a key of its own."""

    def __init__(self, key: str) -> None:
        self._key = key

    def digest(self, tenant: str, text: str) -> str:
        return f"{self._key}|{tenant}|{text}"


def code(
    key: str = "k", service: str = "reporting", tenant: str = "a", id: str = "x", n: int = 1
) -> str:
    vault: Vault = Digests(key)  # type: ignore[assignment]
    return document_code(vault, service, tenant, id, n)


def test_the_same_version_has_the_same_code_and_nothing_else_has_it() -> None:
    others = [code(key="l"), code(tenant="b"), code(id="y"), code(n=2), code(service="matching")]
    assert code() == code()
    assert len({code(), *others}) == 6
    assert re.fullmatch(r"R(-[A-Z2-7]{5}){4}", code())


@pytest.mark.parametrize(
    "typed",
    [CODE, "r-abcde-fghij-klmno-pqrst", " RABCDE FGHIJ KLMNO PQRST ", "R–АВСDЕ–FGНIJ–КLМN0–РQRSТ",
     "R-ABCDE-FGH1J-KLMNO-PQRST"],
)  # fmt: skip
def test_what_is_typed_is_read_as_it_is_printed(typed: str) -> None:
    assert normalised(typed) == CODE


@pytest.mark.parametrize(
    "typed", ["", "R", "ABCDE", CODE + "A", "Z-" + CODE[2:], "../" + CODE, "Ж" * 20]
)
def test_what_can_be_no_code_is_none(typed: str) -> None:
    assert normalised(typed) is None


def test_the_prefix_says_who_issued_it_and_certificates_have_none() -> None:
    assert [service_of(f"{p}-{CODE[2:]}") for p in "PMR"] == [
        "participants",
        "matching",
        "reporting",
    ]
    old = letters_of("anything")
    assert normalised(old.lower()) == old
    assert service_of(old) is None


def test_the_address_names_school_and_code() -> None:
    assert (
        check_address("https://s.example/", "north", CODE)
        == f"https://s.example/check/north.{CODE}"
    )
