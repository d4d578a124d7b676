"""What every page has at hand: who is signed in, the services, the school year, texts."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import wraps
from itertools import islice
from typing import Any, TypeVar, cast

from flask import abort, current_app, flash, g, redirect, request, session, url_for

from gateway import words
from gateway.accounts import Accounts, Invitations, Membership, SetupLinks, SignedIn
from gateway.drafts import Drafts
from gateway.limits import Limits
from gateway.uploads import Uploads
from shared.batches import batches
from shared.clock import CellClock
from shared.config import Settings
from shared.crypto.vault import Vault
from shared.domain.errors import DomainError
from shared.domain.ids import ActorId, derived_id, is_id, new_id
from shared.domain.school_years import is_year, year_of
from shared.http.client import ServiceClient
from shared.mongo import Db
from shared.tenancy.scope import Scope

_NAMES = 500
_MOST = 1000
V = TypeVar("V", bound=Callable[..., Any])


@dataclass(frozen=True)
class Gateway:
    settings: Settings
    accounts: Accounts
    setup_links: SetupLinks
    invitations: Invitations
    vault: Vault
    clock: CellClock
    clients: dict[str, ServiceClient]
    uploads: Uploads
    drafts: Drafts
    limits: Limits
    control: Db
    ready: Callable[[], Any]

    def is_demo(self) -> bool:
        """Asked for every page: the store is marked after this process has started."""
        return bool(self.control.cell.find_one({"_id": "clock", "demo": True}, {"_id": 1}))


def gateway() -> Gateway:
    return cast(Gateway, current_app.extensions["gateway"])


def me() -> SignedIn | None:
    if "me" not in g:
        g.me = _with_live_roles(gateway().accounts.signed_in(session.get("sid")))
    return cast("SignedIn | None", g.me)


def _with_live_roles(found: SignedIn | None) -> SignedIn | None:
    """Staff have the roles of the register whose term runs today: asked for every page, so that
    no token is issued for a role that is over."""
    if found is None or found.current is None or not found.current.staff:
        return found
    roles = live_roles(found.current)
    return replace(found, current=replace(found.current, roles=roles))


def live_roles(member: Membership) -> tuple[str, ...]:
    scope = Scope(member.tenant, ActorId("gateway"), frozenset({"service"}))
    path = f"/v1/staff/{member.person}/roles"
    return tuple(gateway().clients["participants"].get(path, scope)["roles"])


def draft_owner() -> str:
    """Keeps drafts in one browser apart by account, and says nothing of the account."""
    found = me() if "no_session" not in g else None
    return hashlib.sha256(found.account.encode()).hexdigest()[:12] if found else ""


def signed_in() -> SignedIn:
    """For pages behind :func:`allowed`, which has made sure of it."""
    found = me()
    assert found is not None
    return found


def _here() -> str:
    """The page that was asked for, to come back to; after a form its own page."""
    return request.full_path.rstrip("?") if request.method == "GET" else request.path


def allowed(*roles: str) -> Callable[[V], V]:
    """Only for somebody signed in with one of the roles; others are sent to sign in, or told that
    there is no such page."""

    def decorate(view: V) -> V:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            found = me()
            if found is None:
                return redirect(url_for("auth.sign_in", next=request.path))
            if found.current is None:
                return redirect(url_for("auth.choose", next=_here()))
            if roles and not found.roles & set(roles):
                abort(404)
            return view(*args, **kwargs)

        guarded.__dict__["roles"] = frozenset(roles)
        return cast(V, guarded)

    return decorate


def ask(service: str, path: str, **params: Any) -> Any:
    """GET as the signed-in person; after a form it waits for what the form changed. The page says
    so where the answer is incomplete."""
    after, _, commit = request.args.get("c", "").partition(":")
    if after == service and commit:
        params = {**params, "after_commit": commit}
    client, scope = gateway().clients[service], signed_in().scope()
    answer = client.request("GET", f"/v1{path}", scope, params=params)
    if "Incomplete" in answer.headers:
        g.incomplete = True
    return answer.json()


def tell(
    service: str, path: str, body: Any, *, method: str = "POST", part: int = 0, **params: Any
) -> Any:
    """A command as the signed-in person; the form's own key makes a second click harmless. ``part``
    counts the commands of one form at one path."""
    key = derived_id(request.form.get("key") or new_id(), path, *([str(part)] if part else []))
    client, scope = gateway().clients[service], signed_in().scope()
    return client.request(method, f"/v1{path}", scope, json=body, params=params, key=key).json()


def every(service: str, path: str, **params: Any) -> list[dict[str, Any]]:
    """Up to a thousand rows of a list, for pages on which more would help nobody."""
    return list(islice(walk(service, path, **params), _MOST))


def walk(service: str, path: str, **params: Any) -> Iterator[dict[str, Any]]:
    """All rows of a list, where none may be missing."""
    after = None
    while True:
        page = ask(service, path, limit=200, **params, **({"after": after} if after else {}))
        yield from page["items"]
        after = page.get("next")
        if not after:
            return


def names(people: Iterable[str], why: str) -> dict[str, str]:
    """Names that the viewer may see, of any number of people; nothing for the others."""
    wanted = list(dict.fromkeys(p for p in people if p and is_id(p)))
    found: dict[str, str] = {}
    for some in batches(wanted, _NAMES):
        body = {"people": some, "why": why}
        found |= tell("participants", "/people/names", body)["names"]
    return found


def organisation_names(ids: Iterable[str]) -> dict[str, str]:
    wanted = list(dict.fromkeys(i for i in ids if i))
    if not wanted:
        return {}
    body = {"organisations": wanted}
    return dict(tell("participants", "/organisations/names", body)["names"])


def school_year() -> str:
    """The one asked for, or the running one; it begins in August."""
    given = request.args.get("year", "")
    if is_year(given):
        return given
    return year_of(gateway().clock.today())


def programme() -> str:
    current = signed_in().current
    assert current is not None
    return derived_id("programme", current.tenant, school_year())


def finish(
    service: str, work: Callable[[], Any], to: str, said: str,
    refused: Callable[[], Any] | None = None,
) -> Any:  # fmt: skip
    """Runs a command, says what came of it, and goes on to a page that shows the change. What was
    ``refused`` is answered with that instead, so that nothing written is lost."""
    try:
        done = work()
    except DomainError as error:
        flash(words.sentence(error), "danger")
        return refused() if refused else redirect(to)
    flash(said, "success")
    commit = done.get("commit") if isinstance(done, dict) else None
    mark = "&" if "?" in to else "?"
    return redirect(f"{to}{mark}c={service}:{commit}" if commit else to)
