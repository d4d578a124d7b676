"""Announcements with counted acknowledgement: numbers by audience, nobody's name."""

from __future__ import annotations

from typing import Any

from services.participants.api.announcements_schemas import (
    AnnouncementLinksSchema,
    AnnouncementSchema,
)
from services.participants.api.support import (
    RowsSchema,
    YearListSchema,
    new_id,
    opened_fields,
    presentable,
)
from services.participants.application import announcements
from services.participants.application.people import names_of
from services.participants.domain.announcement import commands
from services.participants.domain.announcement.decider import ANNOUNCEMENT
from shared.domain.ids import PersonId
from shared.domain.personal import Personal
from shared.http.api import (
    AcceptedSchema,
    Blueprint,
    EmptySchema,
    PagingSchema,
    accepted,
    current,
    reader,
    requires,
    run,
)

blp = Blueprint("announcements", __name__, url_prefix="/announcements")


@blp.route("", methods=["POST"])
@requires("announcement.write")
@blp.arguments(AnnouncementSchema)
@blp.response(200, AcceptedSchema)
def make(body: dict[str, Any]) -> Any:
    """Tell the audiences something until a day."""
    id = new_id("announcement")
    command = commands.Make(
        id, body["year"], tuple(body["audiences"]), Personal.of(body["title"]),
        Personal.of(body["text"]), body["until"], current().today,
    )  # fmt: skip
    return run(ANNOUNCEMENT, id, command)


@blp.route("/<announcement>/end", methods=["POST"])
@requires("announcement.write")
@blp.arguments(EmptySchema)
@blp.response(200, AcceptedSchema)
def end(body: dict[str, Any], announcement: str) -> Any:
    """Show it to nobody any more; its links stop working."""
    return run(ANNOUNCEMENT, announcement, commands.End())


@blp.route("", methods=["GET"])
@requires("announcement.read")
@blp.arguments(YearListSchema, location="query")
@blp.response(200, RowsSchema)
def list_announcements(args: dict[str, Any]) -> Any:
    """The latest first, with how many of each audience have read it: ``{audience: {read, of}}``."""
    now = current()
    wanted = {"year": args["year"]} if args["year"] else {}
    found = reader("announcements", args["after_commit"]).find(
        wanted, sort="-made_at", after=args["after"], limit=args["limit"]
    )
    rows = opened_fields(found.items, texts=("title", "text"))
    known: dict[str, dict[Any, int]] = {}
    for row in rows:
        if row["year"] not in known:
            known[row["year"]] = announcements.sizes(now.service, now.scope, row["year"], now.today)
    items = [_counted(presentable(row), known[row["year"]]) for row in rows]
    return {"items": items, "next": found.next}


def _counted(row: dict[str, Any], size: dict[Any, int]) -> dict[str, Any]:
    """Somebody who has read it may have left since: there are never fewer than have read it."""
    read = {one: int(row.pop(f"read_{one}", 0)) for one in announcements.AUDIENCES}
    told = {one: {"read": read[one], "of": max(size[one], read[one])} for one in row["audiences"]}
    return {**row, "counts": told}


@blp.route("/mine", methods=["GET"])
@requires("announcement.mine")
@blp.arguments(PagingSchema, location="query")
@blp.response(200, RowsSchema)
def mine(args: dict[str, Any]) -> Any:
    """What is announced to oneself now, the latest first; ``read`` says whether one has said so."""
    now = current()
    wanted = {
        "ended": False, "until": {"$gte": now.today.isoformat()},
        "audiences": {"$in": announcements.audiences_of(now.scope)},
    }  # fmt: skip
    found = reader("announcements", args["after_commit"]).find(
        wanted, sort="-made_at", after=args["after"], limit=args["limit"]
    )
    rows = opened_fields(found.items, texts=("title", "text"))
    items = [_mine(row) for row in rows]
    return {"items": items, "next": found.next}


def _mine(row: dict[str, Any]) -> dict[str, Any]:
    now = current()
    told = {name: row[name] for name in ("id", "title", "text", "until", "made_at")}
    return {**presentable(told), "read": announcements.has_read(now.service, now.scope, row["id"])}


@blp.route("/<announcement>/acknowledge", methods=["POST"])
@requires("announcement.mine")
@blp.arguments(EmptySchema)
@blp.response(200, AcceptedSchema)
def acknowledge(body: dict[str, Any], announcement: str) -> Any:
    """One has read it; said twice it counts once."""
    now = current()
    return accepted(announcements.acknowledge(now.service, now.scope, announcement, key=now.key))


@blp.route("/<announcement>/links", methods=["GET"])
@requires("announcement.links")
@blp.arguments(AnnouncementLinksSchema, location="query")
@blp.response(200, RowsSchema)
def links(args: dict[str, Any], announcement: str) -> Any:
    """A link for each guardian of the year's candidates, whether they have read it or not: the
    tokens are made anew at each asking and are stored nowhere."""
    now = current()
    made = announcements.shown(now.service, now.scope, announcement)
    people = [
        person
        for person in announcements.guardians_of(now.service, now.scope, made.year)
        if person > (args["after"] or "")
    ]
    some = [PersonId(person) for person in people[: args["limit"]]]
    names = names_of(now.service, now.scope, some, why="announcement links")
    items = [
        {
            "person": person, "name": names.get(person),
            "token": announcements.token_for(now.service, now.scope, announcement, person),
        }
        for person in some
    ]  # fmt: skip
    return {"items": items, "next": some[-1] if len(people) > len(some) else None}


@blp.route("/open/<token>", methods=["GET"])
@requires("announcement.link")
@blp.response(200)
def look(token: str) -> Any:
    """What is announced behind a link; looking counts nothing."""
    now = current()
    link = announcements.link_of(now.service, now.scope, token)
    state = now.service.handler.existing(now.scope, ANNOUNCEMENT, link.announcement).state
    if state.made is None or not state.shown_on(now.today):
        return {"open": False, "language": "ru"}
    sealed = {"title": state.made.title.sealed, "text": state.made.text.sealed}
    (opened,) = opened_fields([sealed], texts=("title", "text"))
    read = announcements.read_by_link(now.service, now.scope, link)
    until = state.made.until.isoformat()
    return {"open": True, "language": "ru", "read": read, "until": until, **opened}


@blp.route("/open/<token>", methods=["POST"])
@requires("announcement.link")
@blp.arguments(EmptySchema)
@blp.response(200, AcceptedSchema)
def acknowledge_by_link(body: dict[str, Any], token: str) -> Any:
    """The guardian has read it; said twice, or with an account too, it counts once."""
    now = current()
    return accepted(announcements.acknowledge_by_link(now.service, now.scope, token, key=now.key))
