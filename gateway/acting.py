"""Answering for oneself, or as a guardian for a child at the school where the child is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import abort, g, redirect, request, url_for

from gateway.context import gateway, me, school_year
from gateway.pages.family import guardian_in
from shared.domain.ids import ActorId, derived_id, new_id
from shared.tenancy.scope import Scope


@dataclass(frozen=True, slots=True)
class Acting:
    """``index`` is the guardian's membership in the account, ``None`` for oneself."""

    scope: Scope
    person: str
    index: int | None = None

    @property
    def programme(self) -> str:
        return derived_id("programme", self.scope.tenant, school_year())

    def url(self, endpoint: str, **values: Any) -> str:
        """The page for whom this answers."""
        if self.index is not None:
            values = {"index": self.index, "child": self.person, **values}
        return url_for(endpoint, **values)

    def ask(self, service: str, path: str, **params: Any) -> Any:
        after, _, commit = request.args.get("c", "").partition(":")
        if after == service and commit:
            params = {**params, "after_commit": commit}
        answer = gateway().clients[service].request(
            "GET", f"/v1{path}", self.scope, params=params, seconds=15.0
        )  # fmt: skip
        if "Incomplete" in answer.headers:
            g.incomplete = True
        return answer.json()

    def tell(self, service: str, path: str, body: Any) -> Any:
        key = derived_id(request.form.get("key") or new_id(), path)
        return gateway().clients[service].post(f"/v1{path}", self.scope, body, key=key)


def acting(index: int | None, child: str | None, *roles: str) -> Any:
    """An :class:`Acting`, or where to sign in. A guardian need not be in the chosen organisation."""
    found = me()
    if found is None:
        return redirect(url_for("auth.sign_in", next=request.path))
    if index is None or child is None:
        current = found.current
        if current is None or current.person is None or not found.roles & set(roles):
            abort(404)
        return Acting(found.scope(), str(current.person))
    own = dict(guardian_in(found.memberships)).get(index)
    if own is None:
        abort(404)
    scope = Scope(own.tenant, ActorId(found.account), frozenset({"guardian"}), own.person)
    return Acting(scope, child, index)
