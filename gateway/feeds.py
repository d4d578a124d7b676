"""Public items as JSON Feed 1.1 and as Atom (RFC 4287, with the tombstones of RFC 6721)."""

from __future__ import annotations

import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from shared.domain.ids import derived_id

JSON_FEED: Final = "application/feed+json"
ATOM: Final = "application/atom+xml"
_ATOM, _AT = "http://www.w3.org/2005/Atom", "http://purl.org/atompub/tombstones/1.0"
_XML: Final = "http://www.w3.org/XML/1998/namespace"
_UNFIT = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold."""
register_namespace("", _ATOM)
register_namespace("at", _AT)


@dataclass(frozen=True, slots=True)
class FeedItem:
    """``published`` and ``changed`` are RFC 3339."""

    id: str
    url: str
    title: str
    text: str
    kind: str
    published: str
    changed: str
    author: str
    picture: str | None = None
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Feed:
    """``gone`` are (id, when) of items that were withdrawn; ``asked`` is the time of the request."""

    id: str
    title: str
    author: str
    language: str
    home: str
    address: str
    asked: str
    items: Sequence[FeedItem]
    gone: Sequence[tuple[str, str]] = field(default=())

    @property
    def changed(self) -> str:
        """When an item came, or went: readers that compare this look again."""
        times = [*(item.changed for item in self.items), *(when for _, when in self.gone)]
        return max(times, default=self.asked)


def urn(id: str) -> str:
    """The same for ever, wherever the platform stands."""
    try:
        return uuid.UUID(id).urn
    except ValueError:
        return uuid.UUID(derived_id("public", id)).urn


def as_json_feed(feed: Feed) -> dict[str, Any]:
    return {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.home,
        "feed_url": feed.address,
        "language": feed.language,
        "authors": [{"name": feed.author}],
        "items": [_json_item(item) for item in feed.items],
    }


def _json_item(item: FeedItem) -> dict[str, Any]:
    picture = {"image": item.picture} if item.picture else {}
    text = f"{item.text}\n\n{item.alt}" if item.alt else item.text
    return {
        "id": urn(item.id), "url": item.url, "title": item.title, "content_text": text,
        "date_published": item.published, "date_modified": item.changed, "tags": [item.kind],
        "authors": [{"name": item.author}], **picture,
    }  # fmt: skip


def as_atom(feed: Feed) -> bytes:
    root = Element(f"{{{_ATOM}}}feed", {f"{{{_XML}}}lang": feed.language})
    _text(root, "id", urn(feed.id))
    _text(root, "title", feed.title)
    _text(root, "updated", feed.changed)
    _text(SubElement(root, f"{{{_ATOM}}}author"), "name", feed.author)
    _link(root, "self", feed.address, ATOM)
    _link(root, "alternate", feed.home, "text/html")
    for item in feed.items:
        _atom_entry(root, item)
    for id, when in feed.gone:
        SubElement(root, f"{{{_AT}}}deleted-entry", {"ref": urn(id), "when": when})
    return bytes(tostring(root, encoding="utf-8", xml_declaration=True))


def _atom_entry(root: Element, item: FeedItem) -> None:
    entry = SubElement(root, f"{{{_ATOM}}}entry")
    _text(entry, "id", urn(item.id))
    _text(entry, "title", item.title)
    _text(entry, "updated", item.changed)
    _text(entry, "published", item.published)
    _text(SubElement(entry, f"{{{_ATOM}}}author"), "name", item.author)
    SubElement(entry, f"{{{_ATOM}}}category", {"term": item.kind})
    _link(entry, "alternate", item.url, "text/html")
    if item.picture:
        _link(entry, "enclosure", item.picture, "")
    _text(entry, "content", f"{item.text}\n\n{item.alt}" if item.alt else item.text)


def _text(parent: Element, name: str, words: str) -> None:
    SubElement(parent, f"{{{_ATOM}}}{name}").text = _UNFIT.sub("", words)


def _link(parent: Element, rel: str, href: str, type: str) -> None:
    about = {"rel": rel, "href": href, **({"type": type} if type else {})}
    SubElement(parent, f"{{{_ATOM}}}link", about)
