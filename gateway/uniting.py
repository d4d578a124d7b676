"""Joining memberships, of an invitation to an account or of two accounts of one holder."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from shared.mongo import Document

_SAME = ("tenant", "person", "staff")


def taken_in(kept: Sequence[Document], more: Document) -> list[Document]:
    """With one membership more. The same organisation, person and kind of membership is no second
    one: it has the roles of both, in the place that it had."""
    united = [_with_roles(one, more["roles"]) if _same(one, more) else one for one in kept]
    return united if any(_same(one, more) for one in kept) else [*kept, more]


def all_taken_in(kept: Sequence[Document], more: Iterable[Document]) -> list[Document]:
    united = list(kept)
    for one in more:
        united = taken_in(united, one)
    return united


def guardians_only(memberships: Iterable[Document]) -> bool:
    """Whether the account is for nothing but being a guardian."""
    return all(one["roles"] == ["guardian"] and not one.get("staff") for one in memberships)


def _same(one: Document, other: Document) -> bool:
    return all((one.get(field) or None) == (other.get(field) or None) for field in _SAME)


def _with_roles(one: Document, roles: Iterable[str]) -> Document:
    return {**one, "roles": sorted({*one["roles"], *roles})}
