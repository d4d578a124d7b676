"""What the routes share: pages, who may act for whom, and the opening of what is shown."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from marshmallow import Schema as PlainSchema
from marshmallow import fields, validate

from services.participants.application.consenting import is_guardian
from services.participants.application.people import names_of
from shared.contracts.features import FORMS
from shared.domain.errors import Forbidden, NotFound
from shared.domain.ids import PersonId, derived_id
from shared.http.api import PagingSchema, Schema, current, reader
from shared.http.fields import ID, YEAR
from shared.projections.reader import Page

STAFF = frozenset(
    {
        "coordinator",
        "head",
        "psychologist",
        "social_worker",
        "teacher",
        "company_coordinator",
        "service",
    }
)
RESTRICTED_READERS = frozenset({"coordinator", "psychologist", "social_worker"})


def year_field(**options: Any) -> fields.String:
    return fields.String(validate=YEAR, **options)


def id_field(**options: Any) -> fields.String:
    return fields.String(validate=ID, **options)


def forms_field(**options: Any) -> fields.List[Any]:
    return fields.List(fields.String(validate=validate.OneOf(FORMS)), **options)


class RowsSchema(PlainSchema):
    """A page of a list; ``next`` is the cursor of the page after it."""

    items = fields.List(fields.Dict())
    next = fields.String(allow_none=True)


class YearListSchema(PagingSchema):
    year = year_field(load_default=None)


class YearBodySchema(Schema):
    year = year_field(required=True)


def new_id(noun: str) -> str:
    """The same request, sent again, makes the same thing."""
    now = current()
    return derived_id(noun, now.scope.tenant, now.scope.actor, now.key)


def require_own(person: str) -> None:
    """Staff may act for anybody of their tenant, others for themselves and their own children.

    Raises NotFound otherwise: a stranger learns nothing, not even that the id exists.
    """
    now = current()
    if now.scope.roles & STAFF or now.scope.person == person:
        return
    guardian = now.scope.person
    if guardian and is_guardian(now.service, now.scope, guardian, PersonId(person)):
        return
    raise NotFound("there is no such thing here")


def require_self(person: str) -> None:
    """What only the person may decide. Raises NotFound for anybody else's id."""
    now = current()
    if now.scope.person != person:
        if now.scope.roles & STAFF:
            raise Forbidden("only the mentor decides this")
        raise NotFound("there is no such thing here")


def is_staff() -> bool:
    return bool(current().scope.roles & STAFF)


def listed(name: str, args: Mapping[str, Any], wanted: Mapping[str, Any] | None = None) -> Page:
    """A page of a read model; filters that were not asked for fall away."""
    asked = {field: value for field, value in (wanted or {}).items() if value is not None}
    return reader(name, args.get("after_commit")).find(
        asked, after=args.get("after"), limit=args["limit"]
    )


def shown(found: Page) -> dict[str, Any]:
    return {"items": [presentable(row) for row in found.items], "next": found.next}


def presentable(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        field: value.isoformat() if isinstance(value, date | datetime) else value
        for field, value in row.items()
        if field != "tenant"
    }


def with_names(
    rows: Iterable[dict[str, Any]],
    *,
    why: str,
    field: str = "person",
    what: Sequence[str] = ("name",),
) -> list[dict[str, Any]]:
    """Each row with the ``name`` of the person it is about; the reading is recorded, with ``what``
    else the rows show of them."""
    rows = list(rows)
    now = current()
    people = [PersonId(row[field]) for row in rows if row.get(field)]
    names = names_of(now.service, now.scope, people, why=why, what=what)
    return [{**row, "name": names.get(row.get(field, ""))} for row in rows]


def opened_fields(
    rows: Iterable[dict[str, Any]], *, texts: Iterable[str] = (), structures: Iterable[str] = ()
) -> list[dict[str, Any]]:
    """Rows with sealed fields opened: as text, or as the JSON inside. Erased ones are ``None``."""
    rows = [dict(row) for row in rows]
    texts, structures = tuple(texts), tuple(structures)
    tokens = [row[f] for row in rows for f in (*texts, *structures) if row.get(f)]
    now = current()
    open_ = now.service.vault.open_many(now.scope.tenant, tokens) if tokens else {}
    for row in rows:
        for field in texts:
            row[field] = open_.get(row.get(field) or "")
        for field in structures:
            text = open_.get(row.get(field) or "")
            row[field] = json.loads(text) if text else None
    return rows
