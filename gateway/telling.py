"""What the public page, the feeds and the block of an organisation are made of. Nothing is kept: every
view asks the services, and these ask for the consents of everybody named."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import request, url_for

from gateway.addresses import outside
from gateway.context import gateway
from shared.domain.ids import ActorId, TenantId
from shared.domain.school_years import is_year
from shared.tenancy.scope import Scope

Doc = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Told:
    """``items`` are the newest first; each has its ``owner``, and the ``name`` of its school on the
    page of a municipality. ``gone`` are the ids of what was withdrawn, there of the schools' as well."""

    about: Doc
    items: list[Doc]
    years: list[str]
    gone: list[Doc]
    next: str | None

    @property
    def municipal(self) -> bool:
        return bool(self.about["kind"] == "municipality")


def public_scope(tenant: str) -> Scope:
    return Scope(TenantId(tenant), ActorId("public-page"), frozenset({"service"}))


def told_by(tenant: str, *, year: str | None = None, after: str | None = None,
            limit: int = 50) -> Told:  # fmt: skip
    """Raises NotFound for an organisation that is none, Unavailable where consents cannot be asked."""
    scope, clients = public_scope(tenant), gateway().clients
    about = clients["participants"].get("/v1/organisations/self", scope)
    params = {"year": year, "after": after, "limit": limit}
    found = clients["reporting"].get("/v1/public/items", scope, params=params)
    items = [{**item, "owner": tenant, "school": None} for item in found["items"]]
    gone = found["gone"]
    if about["kind"] == "municipality" and after is None:
        of_schools = clients["reporting"].get("/v1/public/schools", scope, params={"year": year})
        items += _named(scope, of_schools["items"])
        items.sort(key=lambda item: (item["published_on"], item["id"]), reverse=True)
        gone = sorted([*gone, *of_schools["gone"]], key=lambda one: str(one["at"]), reverse=True)
    return Told(about, items, found["years"], gone, found["next"])


def _named(scope: Scope, items: list[Doc]) -> list[Doc]:
    names = school_names(scope, [item["school"] for item in items])
    return [{**item, "owner": item["school"], "name": names.get(item["school"])} for item in items]


def school_names(scope: Scope, ids: list[str]) -> dict[str, str]:
    wanted = list(dict.fromkeys(ids))
    if not wanted:
        return {}
    answer = gateway().clients["participants"].post(
        "/v1/organisations/names", scope, {"organisations": wanted}, key="names"
    )  # fmt: skip
    return dict(answer["names"])


def public_site(tenant: str) -> Doc:
    return dict(gateway().clients["reporting"].get("/v1/public-site", public_scope(tenant)))


def numbers_of(told: Told, year: str | None) -> Doc | None:
    """As the municipality published them; nothing where the organisation does not show them."""
    about = told.about
    if about["kind"] == "company" or not public_site(about["id"])["numbers"]:
        return None
    school = about["id"] if about["kind"] == "school" else None
    scope = public_scope(about["municipality"] or about["id"])
    params = {"year": year, "school": school}
    return dict(gateway().clients["reporting"].get("/v1/public/numbers", scope, params=params))


def picture_url(item: Doc) -> str:
    return url_for("results.picture", tenant=item["owner"], publication=item["id"])


def picture_address(item: Doc) -> str:
    """For feeds, which are read elsewhere."""
    return outside("results.picture", tenant=item["owner"], publication=item["id"])


def asked_year() -> str | None:
    """The year that the address names; nothing for a text that is none."""
    given = request.args.get("year", "")
    return given if is_year(given) else None
