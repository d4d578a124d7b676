"""Where everybody counts, a page walks a list to its end, however long the school's lists are."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import pytest
from flask import Flask

from gateway import context
from shared.domain.ids import ActorId
from shared.tenancy.scope import Scope

MANY = 2345
announcements, calendar, gatherings = (
    import_module(f"gateway.pages.{name}") for name in ("announcements", "calendar", "gatherings")
)


class Lists:
    """Pages of two hundred of long lists, as the services give them."""

    def __init__(self, **rows: list[dict[str, Any]]) -> None:
        self.rows = rows

    def ask(self, service: str, path: str, **params: Any) -> dict[str, Any]:
        rows = self.rows[path.rsplit("/", 1)[1]]
        start, limit = int(params.get("after") or 0), int(params["limit"])
        end = start + limit
        return {"items": rows[start:end], "next": str(end) if end < len(rows) else None}


@pytest.fixture(name="lists")
def _lists(monkeypatch: pytest.MonkeyPatch) -> Lists:
    children = [
        {"person": f"child{n}", "group": "7 А" if n % 2 else "7 Б"} for n in range(MANY)
    ]  # fmt: skip
    links = [{"guardian": f"mother{n}", "child": f"child{n}"} for n in range(MANY)]
    pairs = [{"id": f"pair{n}", "mentor": f"mentor{n}", "mentees": [f"child{n}"]}
             for n in range(MANY)]  # fmt: skip
    lists = Lists(candidates=children, guardianships=links, pairings=pairs)
    monkeypatch.setattr(context, "ask", lists.ask)
    monkeypatch.setattr(gatherings, "school_year", lambda: "2026/27")
    monkeypatch.setattr(calendar, "names", lambda people, why: {p: p.upper() for p in people})
    return lists


def test_the_parents_of_a_class_are_all_there(lists: Lists) -> None:
    people, groups = gatherings._audience("guardians", "7 А")
    assert people == [f"mother{n}" for n in range(1, MANY, 2)]
    assert groups == ["7 А", "7 Б"]
    assert len(gatherings._audience("guardians", "")[0]) == MANY


def test_the_calendar_names_the_last_pair_too(lists: Lists) -> None:
    called = calendar._people([{"pairing": "pair0"}, {"pairing": f"pair{MANY - 1}"}])
    assert called == {"pair0": "MENTOR0, CHILD0", f"pair{MANY - 1}": "MENTOR2344, CHILD2344"}


@pytest.mark.parametrize("module", [gatherings, calendar, announcements])
def test_no_such_page_cuts_a_list(module: Any) -> None:
    assert not hasattr(module, "every")


def test_so_many_are_invited_in_several_requests(monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[tuple[str, str, list[str]]] = []

    class Client:
        def request(self, method: str, path: str, scope: Scope, **rest: Any) -> Any:
            sent.append((path, rest["key"], rest["json"]["people"]))
            return Answer()

    class Answer:
        def json(self) -> dict[str, str]:
            return {"commit": f"c{len(sent)}"}

    class Site:
        clients = {"meetings": Client()}  # noqa: RUF012

    class Member:
        def scope(self) -> Scope:
            return Scope("school", ActorId("account"), frozenset())  # type: ignore[arg-type]

    monkeypatch.setattr(context, "gateway", Site)
    monkeypatch.setattr(context, "signed_in", Member)
    everybody = [f"person{n}" for n in range(MANY)]
    form = {"audience": "guardians", "people": everybody, "key": "once"}
    for _ in range(2):
        with Flask(__name__).test_request_context(method="POST", data=form):
            assert gatherings._invited("event") == {"commit": f"c{len(sent)}"}
    assert [person for _, _, people in sent[:3] for person in people] == everybody
    assert sent[:3] == sent[3:], "a second click asks for the same under the same keys"
    assert len({key for _, key, _ in sent}) == 3
