"""What a route is made of: an action, a scope, a command with its key, a page of a list."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar, cast

from flask import current_app, g, request
from flask_smorest import Blueprint as SmorestBlueprint
from marshmallow import RAISE, fields, validate
from marshmallow import Schema as MarshmallowSchema

from shared.domain.decider import Decider
from shared.domain.errors import Forbidden, Invalid
from shared.domain.ids import CommitId
from shared.eventstore.handler import Outcome
from shared.http.bodies import BodyParser
from shared.http.problems import ProblemSchema
from shared.http.tokens import BadToken
from shared.projections.reader import PAGE, PAGE_MAX, Page, Reader
from shared.tenancy.scope import Scope

if TYPE_CHECKING:
    from shared.service import Service

V = TypeVar("V", bound=Callable[..., Any])
_KEY = re.compile(r"[\x21-\x7e]{1,200}")
_VERSION = re.compile(r"[0-9]{1,18}")


class Schema(MarshmallowSchema):
    """Unknown fields are an error, never dropped in silence."""

    class Meta:
        unknown = RAISE


class EmptySchema(Schema):
    """A body without fields: ``{}``."""


class AcceptedSchema(MarshmallowSchema):
    """A command was carried out; ``commit`` is the token for reading one's own write."""

    id = fields.String(required=True)
    commit = fields.String(required=True)
    version = fields.Integer(required=True)


class PagingSchema(Schema):
    """Query arguments of every list."""

    after = fields.String(load_default=None)
    limit = fields.Integer(load_default=PAGE, validate=validate.Range(1, PAGE_MAX))
    after_commit = fields.String(load_default=None)


class Blueprint(SmorestBlueprint):
    """Routes under ``/v1``; every answer that is no success is documented as a problem."""

    ARGUMENTS_PARSER = BodyParser()

    def __init__(self, name: str, import_name: str, *, url_prefix: str = "", **rest: Any) -> None:
        super().__init__(name, import_name, url_prefix=f"/v1{url_prefix}", **rest)

    def route(self, rule: str, **options: Any) -> Callable[[V], V]:
        plain = super().route(rule, **options)

        def decorate(view: V) -> V:
            for status in (401, 403, 404, 409, 412, 422, 503):
                view = self.alt_response(
                    status, schema=ProblemSchema, content_type="application/problem+json"
                )(view)
            return cast(V, plain(view))

        return decorate


@dataclass(frozen=True, slots=True)
class Current:
    """The request's own scope and the service it runs in."""

    scope: Scope
    service: Service

    @property
    def key(self) -> str:
        """The idempotency key. Raises Invalid where a write comes without one."""
        key = request.headers.get("Idempotency-Key", "")
        if not _KEY.fullmatch(key):
            raise MissingKey
        return key

    @property
    def expected(self) -> int | None:
        """The version that ``If-Match`` names, ``None`` without the header."""
        tag = request.headers.get("If-Match")
        if tag is None or tag == "*":
            return None
        plain = tag.removeprefix("W/").strip('"')
        if not _VERSION.fullmatch(plain):
            raise Invalid("If-Match does not name a version", {"If-Match": ['use the form "3"']})
        return int(plain)

    @property
    def today(self) -> date:
        return self.service.clock.today()


class MissingKey(Invalid):
    """A write without a usable ``Idempotency-Key``: 400."""

    def __init__(self) -> None:
        super().__init__(
            "Send an Idempotency-Key header of 1 to 200 printable characters.",
            {"Idempotency-Key": ["missing or malformed"]},
        )
        self.code = "idempotency-key"


def service() -> Service:
    return cast("Service", current_app.extensions["service"])


def current() -> Current:
    """Raises BadToken where the request carries no valid token."""
    if "current" not in g:
        header = request.headers.get("Authorization", "")
        if not header.startswith("Bearer "):
            raise BadToken("none")
        claims = current_app.extensions["verifier"].verify(header.removeprefix("Bearer "))
        g.current = Current(claims.scope(g.correlation), service())
    return cast(Current, g.current)


def authorize(scope: Scope, action: str, actions: Mapping[str, frozenset[str]]) -> None:
    """The one place that decides what a role may do. Raises Forbidden."""
    if not scope.roles & actions[action]:
        raise Forbidden("your role may not do this")


def requires(action: str, *, seconds: float | None = None) -> Callable[[V], V]:
    """Declares what a route does; the application refuses to start with a route that does not.

    ``seconds`` replaces the usual time limit of a request, for one that does a lot.
    """

    def decorate(view: V) -> V:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            authorize(current().scope, action, current_app.extensions["actions"])
            return view(*args, **kwargs)

        guarded.__dict__["action"] = action
        guarded.__dict__["seconds"] = seconds
        return cast(V, guarded)

    return decorate


def run(
    decider: Decider[Any, Any, Any], id: str, command: Any, *, key_suffix: str = ""
) -> tuple[dict[str, Any], int, dict[str, str]]:
    """Carries the command out in the request's scope and answers for the view.

    ``key_suffix`` tells apart several commands of one request.
    """
    now = current()
    outcome = now.service.handler.handle(
        now.scope, decider, id, command, key=now.key + key_suffix, expected=now.expected
    )
    return accepted(outcome)


def accepted(
    outcome: Outcome, status: int = 200, **more: Any
) -> tuple[dict[str, Any], int, dict[str, str]]:
    body = {"id": outcome.id, "commit": outcome.commit, "version": outcome.version, **more}
    return body, status, {"ETag": f'"{outcome.version}"'}


def reader(name: str, after_commit: str | None = None) -> Reader:
    """The tenant's part of a read model, after it has applied a commit where one is named; without
    whoever is denied. The answer says so where it is incomplete."""
    now = current()
    wanted = after_commit or request.args.get("after_commit")
    if wanted and not now.service.views.wait_for(CommitId(wanted), name):
        g.stale = True
    if now.service.views.incomplete(now.scope, name):
        g.incomplete = True
    return now.service.views.showing(now.scope, name)


def record_read(subjects: Iterable[str], *, why: str, what: Sequence[str]) -> None:
    """Whose texts this request opens, and which kinds of them; before they are answered."""
    now = current()
    reads = now.service.reads
    reads.record(now.scope, subjects, why=why, what=what, at=now.service.clock.now())


def page(found: Page) -> dict[str, Any]:
    return {"items": found.items, "next": found.next}
