"""A document is valid until another version takes its place or it is taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from shared.domain.errors import Conflict, NotFound
from shared.domain.issued import ISSUED, DocumentIssued, DocumentRevoked, Issue, IssuedFile, Revoke
from shared.domain.personal import Personal
from shared.testing.spec import Spec

DAY = date(2026, 9, 1)
FIRST = Issue(
    "d", "report", "r", "2026/27", 1, "R-CODE", "", DAY, (IssuedFile("pdf", "00", 3),), "says this",
    ("d",), (), "document", Personal.of("pdf"), Personal.of("docx"), source_version=4,
)  # fmt: skip
SECOND = replace(FIRST, version=2, code="R-OTHER", made_from="says that")
ISSUED_FIRST = DocumentIssued(
    "d", "report", "r", "2026/27", 1, "R-CODE", "", DAY, (IssuedFile("pdf", "00", 3),), "says this",
    ("d",), (), "document", Personal.of("pdf"), Personal.of("docx"), source_version=4,
)  # fmt: skip
ISSUED_SECOND = replace(ISSUED_FIRST, version=2, code="R-OTHER", made_from="says that")
REVOKED = DocumentRevoked("d", "report", 1, DAY)


def test_the_first_version() -> None:
    Spec(ISSUED).when(FIRST).then(ISSUED_FIRST)


def test_what_says_the_same_is_not_issued_twice() -> None:
    Spec(ISSUED).given(ISSUED_FIRST).when(replace(FIRST, version=2, code="R-OTHER")).then()


def test_other_words_are_another_version() -> None:
    Spec(ISSUED).given(ISSUED_FIRST).when(SECOND).then(ISSUED_SECOND)


def test_the_same_words_approved_anew_are_another_version() -> None:
    anew = replace(FIRST, version=2, code="R-OTHER", source_version=6)
    event = replace(ISSUED_FIRST, version=2, code="R-OTHER", source_version=6)
    Spec(ISSUED).given(ISSUED_FIRST).when(anew).then(event)


def test_two_at_once_do_not_get_one_number() -> None:
    Spec(ISSUED).given(ISSUED_FIRST).when(replace(SECOND, version=1)).then_refused(
        "meanwhile", Conflict
    )


def test_what_was_taken_back_may_be_issued_again() -> None:
    again = replace(FIRST, version=2)
    Spec(ISSUED).given(ISSUED_FIRST, REVOKED).when(again).then(replace(ISSUED_FIRST, version=2))


def test_taking_back_happens_once() -> None:
    Spec(ISSUED).given(ISSUED_FIRST).when(Revoke(DAY)).then(REVOKED)
    Spec(ISSUED).given(ISSUED_FIRST, REVOKED).when(Revoke(DAY)).then()


@pytest.mark.parametrize(("before", "events"), [(5, [REVOKED]), (4, []), (3, [])])
def test_what_was_made_since_is_left_alone(before: int, events: list[DocumentRevoked]) -> None:
    Spec(ISSUED).given(ISSUED_FIRST).when(Revoke(DAY, before)).then(*events)


def test_nothing_to_take_back() -> None:
    Spec(ISSUED).when(Revoke(DAY)).then_refused("no such", NotFound)
