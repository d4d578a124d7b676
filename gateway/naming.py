"""Whom a text for the public may name, and who of them has not consented to it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from gateway.context import every, gateway, programme, signed_in


def without(purposes: Iterable[str], people: Sequence[str]) -> dict[str, set[str]]:
    """By purpose those who have no live consent for it now."""
    return {purpose: _without(purpose, list(people)) if people else set() for purpose in purposes}


def _without(purpose: str, people: list[str]) -> set[str]:
    answer = gateway().clients["participants"].request(
        "POST", "/v1/consents/check", signed_in().scope(),
        json={"purpose": purpose, "people": people}, roles=frozenset({"service"}),
    )  # fmt: skip
    return set(answer.json()["missing"])


def nameable() -> list[str]:
    """A school's people in pairs, a company's own mentors who got an award, for a municipality
    nobody."""
    roles = signed_in().roles
    if roles & {"coordinator", "head"}:
        rows = every("matching", "/pairs", programme=programme())
        found = [person for row in rows for person in (row["mentor"], *row["mentees"])]
    elif "company_coordinator" in roles:
        rows = every("participants", "/companies/self/service")
        found = [row["person"] for row in rows if row.get("awards")]
    else:
        found = []
    return list(dict.fromkeys(found))
