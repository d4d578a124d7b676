"""Everything that a service's store holds about one subject, read from the events themselves.

Which events speak of a person follows from their classes: fields that hold a person's id, and whom
a sealed text is about. So nothing that is ever stored can be forgotten here.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import is_dataclass
from datetime import datetime
from typing import Any, Final, get_args, get_type_hints

from pymongo import ASCENDING
from pymongo.read_concern import ReadConcern

from shared.crypto.vault import Vault
from shared.domain.errors import Invalid
from shared.domain.ids import PersonId, TenantId
from shared.domain.personal import About
from shared.eventstore.codec import EventCodec
from shared.mongo import Db, Document
from shared.projections.reader import PAGE, PAGE_MAX, Page

_ID: Final = re.compile(r"[0-9a-f]{32}\Z")
_HIDDEN: Final = "•"
Texts = tuple[tuple[str, About], ...]


class SubjectRecords:
    """Reads through the tenant's part of the log: for a report that is asked for now and then."""

    def __init__(self, db: Db, codec: EventCodec, vault: Vault) -> None:
        self._commits = db.commits.with_options(read_concern=ReadConcern("majority"))
        self._vault = vault
        self._texts: dict[str, Texts] = {}
        self._paths: dict[str, tuple[str, ...]] = {}
        for name, cls, personal in codec.shapes():
            subjects = {about.subject for _, about in personal if about.subject != "@stream"}
            self._texts[name] = personal
            self._paths[name] = tuple(sorted({*_id_paths(cls), *subjects}))

    def of(
        self, tenant: TenantId, subject: str, *, after: str | None = None, limit: int = PAGE
    ) -> Page:
        """Facts with the texts in them opened, the oldest first; a text whose key is gone is
        nothing. Other people's ids do not appear. ``limit`` counts commits."""
        size = max(1, min(limit, PAGE_MAX))
        order = [("recorded_at", ASCENDING), ("_id", ASCENDING)]
        found = list(self._commits.find(self._wanted(tenant, subject, after)).sort(order)
                     .limit(size + 1))  # fmt: skip
        rows = [row for document in found[:size] for row in self._rows(document, subject)]
        self._open(tenant, rows)
        return Page(rows, _cursor(found[size - 1]) if len(found) > size else None)

    def _wanted(self, tenant: TenantId, subject: str, after: str | None) -> Document:
        paths = sorted({f"events.data.{path}" for paths in self._paths.values() for path in paths})
        categories = sorted({name.split(".", 1)[0] for name in self._texts})
        about: list[Document] = [{path: subject} for path in paths]
        about.append({"stream": {"$in": [f"{category}-{subject}" for category in categories]}})
        wanted: Document = {"tenant": tenant, "from": {"$gt": 0}, "$or": about}
        if after is not None:
            at, id = _position(after)
            later = [{"recorded_at": {"$gt": at}}, {"recorded_at": at, "_id": {"$gt": id}}]
            wanted = {"$and": [wanted, {"$or": later}]}
        return wanted

    def _rows(self, document: Document, subject: str) -> Iterator[dict[str, Any]]:
        own = document["stream"].split("-", 1)[1] == subject
        for event in document["events"]:
            data = event["data"]
            if own or any(subject in _at(data, path) for path in self._paths[event["type"]]):
                yield self._row(document, event["type"], data, subject)

    def _row(
        self, document: Document, type_: str, data: Mapping[str, Any], subject: str
    ) -> dict[str, Any]:
        texts: dict[str, str | None] = {}
        purposes: set[str] = set()
        others: set[str] = set()
        for field, about in self._texts[type_]:
            whose = {document["stream"].split("-", 1)[1]}
            if about.subject != "@stream":
                whose = set(_at(data, about.subject))
            if subject in whose and data.get(field):
                texts[field] = data[field]
                purposes.add(data[about.purpose_field] if about.purpose_field else about.purpose)
                others |= whose - {subject}
        sealed = {field for field, _ in self._texts[type_]}
        facts = {name: value for name, value in data.items() if name not in sealed}
        return {
            "kind": type_,
            "at": document["recorded_at"].isoformat(),
            "purposes": sorted(purposes),
            "texts": texts,
            "facts": {n: v for n, v in facts.items() if _is_plain(v)},
            "others": len(others),
        }

    def _open(self, tenant: TenantId, rows: list[dict[str, Any]]) -> None:
        tokens = [token for row in rows for token in row["texts"].values()]
        opened = self._vault.open_many(tenant, tokens) if tokens else {}
        for row in rows:
            row["texts"] = {name: _readable(opened[t]) for name, t in row["texts"].items()}


def _id_paths(cls: type) -> Iterator[str]:
    """Dotted paths of the fields that hold a person's id, also inside what is nested."""
    for name, hint in get_type_hints(cls).items():
        for inner in _leaves(hint):
            if inner is PersonId:
                yield name
            elif isinstance(inner, type) and is_dataclass(inner):
                yield from (f"{name}.{path}" for path in _id_paths(inner))


def _leaves(hint: Any) -> Iterator[Any]:
    arguments = get_args(hint)
    if not arguments:
        yield hint
    for argument in arguments:
        yield from _leaves(argument)


def _at(data: Any, path: str) -> list[str]:
    """Every text at a dotted path, through lists and the keys of maps."""
    if isinstance(data, list):
        return [text for one in data for text in _at(one, path)]
    if not path:
        return list(data) if isinstance(data, Mapping) else [data] if isinstance(data, str) else []
    head, _, rest = path.partition(".")
    return _at(data[head], rest) if isinstance(data, Mapping) and head in data else []


def _is_plain(value: Any) -> bool:
    """A code, a number or a date; no id, nothing nested, nothing that is empty."""
    if isinstance(value, str):
        return bool(value) and not _ID.match(value)
    return isinstance(value, bool | int | float)


def _readable(text: str | None) -> Any:
    """Structures travel as JSON inside a sealed text; ids of others are taken out of them."""
    if text is None or text[:1] not in ("{", "["):
        return _without_ids(text)
    try:
        return _without_ids(json.loads(text))
    except ValueError:
        return text


def _without_ids(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {_without_ids(name): _without_ids(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_without_ids(inner) for inner in value]
    return _HIDDEN if isinstance(value, str) and _ID.match(value) else value


def _cursor(document: Document) -> str:
    text = json.dumps([document["recorded_at"].isoformat(), document["_id"]])
    return base64.urlsafe_b64encode(text.encode()).decode()


def _position(cursor: str) -> tuple[datetime, str]:
    try:
        at, id = json.loads(base64.urlsafe_b64decode(cursor))
        return datetime.fromisoformat(at), str(id)
    except (ValueError, TypeError) as error:
        raise Invalid("the cursor is not one of ours", {"after": ["unknown"]}) from error
