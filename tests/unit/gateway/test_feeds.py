"""Feeds that any reader takes: RFC 4287, RFC 6721, JSON Feed 1.1."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from lxml import etree  # type: ignore[import-untyped]

from gateway.feeds import Feed, FeedItem, as_atom, as_json_feed, urn

ID = "5f0c6a556c0b5a0e9b573f6f0d1d8a11"
ITEM = FeedItem(
    id=ID,
    url="https://school.example/results/s#i-1",
    title="Наставник & друг <года>",
    text="Первая строка\nвторая\x0b с тем, чего XML не держит: \x00\ufffe, 👍",
    kind="Лучшие наставники",
    published="2027-05-20T00:00:00Z",
    changed="2027-05-21T08:00:00Z",
    author="Школа № 1",
    picture="https://school.example/results/s/images/1",
    alt="Двое у доски",
)
FEED = Feed(
    id="school-north",
    title="Наставничество: Школа № 1",
    author="Школа № 1",
    language="ru",
    home="https://school.example/results/s",
    address="https://school.example/results/s/feed.atom",
    asked="2027-06-01T00:00:00Z",
    items=[ITEM],
    gone=[("6f0c6a556c0b5a0e9b573f6f0d1d8a12", "2027-05-25T10:00:00Z")],
)
NS = {"a": "http://www.w3.org/2005/Atom", "at": "http://purl.org/atompub/tombstones/1.0"}
RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def read(feed: Feed) -> Any:
    return etree.fromstring(as_atom(feed))


def test_an_atom_feed_has_what_the_standard_demands() -> None:
    root = read(FEED)
    assert root.tag == f"{{{NS['a']}}}feed"
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == "ru"
    for owner in (root, root.find("a:entry", NS)):
        for name in ("id", "title", "updated", "author"):
            assert len(owner.findall(f"a:{name}", NS)) == 1, name
        assert owner.findtext("a:id", None, NS).startswith("urn:uuid:")
        assert RFC3339.fullmatch(owner.findtext("a:updated", None, NS))
        assert len(owner.findall("a:link[@rel='alternate']", NS)) == 1
    assert root.find("a:link[@rel='self']", NS).get("href") == FEED.address
    entry = root.find("a:entry", NS)
    assert entry.findtext("a:title", None, NS) == ITEM.title
    assert entry.find("a:content", NS).get("type") in (None, "text")
    assert entry.findtext("a:content", None, NS).endswith("держит: , 👍\n\nДвое у доски")
    assert entry.find("a:link[@rel='enclosure']", NS).get("href") == ITEM.picture
    assert entry.find("a:category", NS).get("term") == ITEM.kind


def test_a_reader_is_told_what_is_gone_and_that_something_changed() -> None:
    gone = read(FEED).find("at:deleted-entry", NS)
    assert gone.get("ref") == urn("6f0c6a556c0b5a0e9b573f6f0d1d8a12")
    assert gone.get("when") == "2027-05-25T10:00:00Z"
    assert read(FEED).findtext("a:updated", None, NS) == "2027-05-25T10:00:00Z"
    assert read(replace(FEED, gone=())).findtext("a:updated", None, NS) == ITEM.changed
    assert read(replace(FEED, gone=(), items=[])).findtext("a:updated", None, NS) == FEED.asked


def test_a_json_feed_has_what_the_standard_demands() -> None:
    feed = as_json_feed(FEED)
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert (feed["title"], feed["home_page_url"]) == (FEED.title, FEED.home)
    assert feed["authors"] == [{"name": "Школа № 1"}]
    [item] = feed["items"]
    assert item["id"] == read(FEED).findtext("a:entry/a:id", None, NS), "one id in both feeds"
    assert isinstance(item["content_text"], str)
    for name in ("date_published", "date_modified"):
        assert datetime.fromisoformat(item[name]).tzinfo is not None
    assert item["image"] == ITEM.picture
    assert (
        "image" not in as_json_feed(replace(FEED, items=[replace(ITEM, picture=None)]))["items"][0]
    )


@pytest.mark.parametrize(("id", "same"), [(ID, True), ("school-north", False)])
def test_ids_are_the_same_for_ever(id: str, same: bool) -> None:
    assert urn(id) == urn(id)
    assert re.fullmatch(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", urn(id))
    assert (urn(id).replace("-", "").endswith(id)) is same
