"""What the public may see now: participants is asked each time, nothing is remembered."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from services.reporting.domain.publication.events import BEFORE_SEPARATION
from shared.domain.errors import NotFound
from shared.domain.ids import TenantId
from shared.http.gate import unconsented
from shared.projections.reader import Page
from shared.tenancy.scope import Scope, policy_scope

if TYPE_CHECKING:
    from shared.projections.reader import Reader
    from shared.service import Service

SCHOOL_ITEMS: Final = 20
"""So many of the newest items of all its schools stand on a municipality's page."""
GONE: Final = 50
"""So many of the last withdrawals a feed tells of."""
Doc = dict[str, Any]


def public_items(service: Service, scope: Scope, documents: Sequence[Doc]) -> list[Doc]:
    """Of these documents those whose people all consent at this moment and whose source still
    stands, with their words opened."""
    documents = _with_source(service, scope, [d for d in documents if d["words"]])
    named: dict[str, set[str]] = {}
    for document in documents:
        named.setdefault(purpose_of(document), set()).update(document["people"])
    missing = {
        purpose: unconsented(service.gate, scope, purpose, sorted(people))
        for purpose, people in named.items()
    }
    allowed = [d for d in documents if not missing[purpose_of(d)] & set(d["people"])]
    texts = service.vault.open_many(scope.tenant, [d["words"] for d in allowed])
    return [_shown(d, text) for d in allowed if (text := texts[d["words"]]) is not None]


def _shown(document: Doc, text: str) -> Doc:
    words = json.loads(text)
    picture = document.get("picture")
    if picture is not None:
        picture = {name: picture[name] for name in ("width", "height")}
    return {
        **{name: document[name] for name in ("id", "year", "kind", "published_on")},
        "changed_at": document.get("changed_at") or f"{document['published_on']}T00:00:00Z",
        "title": words["title"], "text": words["text"], "alt": words.get("alt", ""),
        "picture": picture,
    }  # fmt: skip


def _with_source(service: Service, scope: Scope, documents: list[Doc]) -> list[Doc]:
    """Without those told from a case that is not approved any more, or an award taken back. What is
    not known here yet was there when the item was published."""
    sources = [d["source"] for d in documents if d["source"]]
    if not sources:
        return documents
    wanted = {"id": {"$in": sources}}
    gone = {
        row["id"]
        for view, stands in (("cases", "approved"), ("awards", "given"))
        for row in service.views.reader(scope, view).all(wanted)
        if row["status"] != stands
    }
    return [d for d in documents if d["source"] not in gone]


def purpose_of(document: Mapping[str, Any]) -> str:
    """What the people of a publication have to consent to."""
    return str(document.get("purpose", BEFORE_SEPARATION))


def published(reader: Reader, year: str | None, after: str | None, limit: int) -> Page:
    wanted = {"status": "published", **({"year": year} if year else {})}
    return reader.find(wanted, sort="-published_on", after=after, limit=limit)


def years(reader: Reader) -> list[str]:
    """Those in which something is published, the latest first."""
    return sorted({row["year"] for row in reader.all({"status": "published"})}, reverse=True)


def gone(reader: Reader) -> list[Doc]:
    """The last items that stood on the page once, by id only: for readers that kept them."""
    wanted = {"status": "withdrawn", "published_on": {"$ne": None}, "changed_at": {"$gt": ""}}
    found = reader.find(wanted, sort="-changed_at", limit=GONE).items
    return [{"id": row["id"], "at": row["changed_at"]} for row in found]


def of_schools(service: Service, municipality: TenantId, year: str | None) -> list[Doc]:
    """The newest items of all schools of the municipality, each judged in its own school's scope."""
    found: list[tuple[Scope, Doc]] = []
    for scope in _schools(service, municipality):
        page = published(service.views.reader(scope, "public_page"), year, None, SCHOOL_ITEMS)
        found += [(scope, document) for document in page.items]
    found.sort(key=lambda one: (one[1]["published_on"], one[1]["id"]), reverse=True)
    newest: dict[Scope, list[str]] = {}
    for scope, document in found[:SCHOOL_ITEMS]:
        newest.setdefault(scope, []).append(document["id"])
    items: list[Doc] = []
    for scope, ids in newest.items():
        shown = service.views.showing(scope, "public_page").find({"id": {"$in": ids}}).items
        items += [{**item, "school": scope.tenant} for item in public_items(service, scope, shown)]
    return sorted(items, key=lambda item: (item["published_on"], item["id"]), reverse=True)


def gone_of_schools(service: Service, municipality: TenantId) -> list[Doc]:
    """As :func:`gone`, of all schools of the municipality together."""
    found = [
        one
        for scope in _schools(service, municipality)
        for one in gone(service.views.reader(scope, "public_page"))
    ]
    return sorted(found, key=lambda one: str(one["at"]), reverse=True)[:GONE]


def _schools(service: Service, municipality: TenantId) -> Iterator[Scope]:
    for document in service.db.schools.find({"municipality": municipality}).sort("_id"):
        yield policy_scope(TenantId(document["_id"]), "public_page", "", "public_page")


def picture_of(service: Service, scope: Scope, document: Doc) -> str:
    """Its picture, if the public may see it at this moment. Raises NotFound."""
    if document["status"] != "published" or not document.get("picture"):
        raise NotFound("there is no such picture")
    if not public_items(service, scope, [document]):
        raise NotFound("there is no such picture")
    return str(document["picture"]["id"])
