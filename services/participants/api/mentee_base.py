"""The base of mentees at work: clusters, completeness, priority, many admitted at once, a sheet."""

from __future__ import annotations

from typing import Any

from flask import Response

from services.participants.api.mentees_schemas import (
    AdmitManySchema,
    MenteeBaseQuerySchema,
    MenteeClustersQuerySchema,
    MenteeSheetQuerySchema,
    PrioritySchema,
    ReturnManySchema,
)
from services.participants.api.support import RESTRICTED_READERS, RowsSchema, with_names
from services.participants.application import admitting, mentee_base, mentee_sheet, returning
from services.participants.application.mentee_base import Entry, Wanted
from services.participants.domain.mentee import commands
from services.participants.domain.mentee.commands import mentee_id
from services.participants.domain.mentee.decider import MENTEE
from shared.documents.sheets import XLSX
from shared.domain.errors import Invalid
from shared.domain.ids import PersonId
from shared.domain.personal import Personal
from shared.http.api import AcceptedSchema, Blueprint, current, reader, requires, run

blp = Blueprint("mentee_base", __name__, url_prefix="/mentees")
_FILTERS = ("status", "theme", "form", "missing", "priority")


@blp.route("/base", methods=["GET"])
@requires("mentee.base")
@blp.arguments(MenteeBaseQuerySchema, location="query")
@blp.response(200, RowsSchema)
def base(args: dict[str, Any]) -> Any:
    """A page of the base, the most urgent first, with what each person lacks and why they come
    where they come."""
    found = _found(args)
    shown, page = mentee_base.page_of(found, after=args["after"], limit=args["limit"])
    rows = with_names([_row(entry) for entry in shown], why="mentee base")
    return {"items": rows, "next": page.next}


@blp.route("/clusters", methods=["GET"])
@requires("mentee.base")
@blp.arguments(MenteeClustersQuerySchema, location="query")
@blp.response(200)
def clusters(args: dict[str, Any]) -> Any:
    """Requests by theme, and how many lack what; numbers only."""
    found = _all(args)
    return {"items": mentee_base.clusters(found), "next": None, **mentee_base.totals(found)}


@blp.route("/sheet", methods=["GET"])
@requires("mentee.sheet", seconds=60.0)
@blp.arguments(MenteeSheetQuerySchema, location="query")
@blp.response(200, content_type=XLSX)
def sheet(args: dict[str, Any]) -> Response:
    """The filtered base as a workbook."""
    rows = with_names([_row(entry) for entry in _found(args)], why="mentee base as a workbook")
    content = mentee_sheet.sheet(rows, args["year"], args["language"])
    name = f"mentees-{args['year'].replace('/', '-')}.xlsx"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, mimetype=XLSX, headers=headers)


@blp.route("/admit", methods=["POST"])
@requires("mentee.decide", seconds=60.0)
@blp.arguments(AdmitManySchema)
@blp.response(200)
def admit_many(body: dict[str, Any]) -> Any:
    """Admit each of many; one refusal keeps nobody else out. ``outcome`` is admitted, already or
    refused, then with the reason's ``code``."""
    now = current()
    people = [PersonId(person) for person in dict.fromkeys(body["people"])]
    results = admitting.admit_many(now.service, now.scope, people, year=body["year"], key=now.key)
    commits = [one["commit"] for one in results if one["commit"]]
    return {"items": results, "next": None, "commit": commits[-1] if commits else None}


@blp.route("/return", methods=["POST"])
@requires("mentee.decide", seconds=60.0)
@blp.arguments(ReturnManySchema)
@blp.response(200)
def return_many(body: dict[str, Any]) -> Any:
    """Return each of many for one reason; ``outcome`` is returned, already or refused, then with the
    reason's ``code``."""
    now = current()
    people = [PersonId(person) for person in dict.fromkeys(body.pop("people"))]
    terms = returning.Terms(**body)
    results = returning.give_back_many(now.service, now.scope, people, terms, key=now.key)
    commits = [one["commit"] for one in results if one["commit"]]
    return {"items": results, "next": None, "commit": commits[-1] if commits else None}


@blp.route("/<person>/priority", methods=["POST"])
@requires("mentee.decide")
@blp.arguments(PrioritySchema)
@blp.response(200, AcceptedSchema)
def set_priority(body: dict[str, Any], person: str) -> Any:
    """Judge otherwise than the rules, with a note; or leave it to the rules again."""
    id = mentee_id(PersonId(person), body["year"])
    if body["priority"] is None:
        return run(MENTEE, id, commands.LeavePriorityToRules())
    if not body["note"].strip():
        raise Invalid("say why", {"note": ["a priority set by hand needs a note"]})
    now = current()
    now.service.gate.require(now.scope, "participation", [PersonId(person)])
    return run(MENTEE, id, commands.SetPriority(body["priority"], Personal.of(body["note"])))


def _all(args: dict[str, Any]) -> list[Entry]:
    now = current()
    reader("mentees", args.get("after_commit"))
    restricted = bool(now.scope.roles & RESTRICTED_READERS)
    return mentee_base.entries(now.service, now.scope, args["year"], restricted=restricted)


def _found(args: dict[str, Any]) -> list[Entry]:
    wanted = Wanted(**{name: args[name] for name in _FILTERS})
    found = [entry for entry in _all(args) if wanted.fits(entry)]
    if args["q"] is None:
        return found
    now = current()
    return mentee_base.named(now.service, now.scope, found, args["q"])


def _row(entry: Entry) -> dict[str, Any]:
    return {
        "id": entry.person,
        "person": entry.person,
        "status": entry.status,
        "reason": entry.reason,
        "group": entry.group,
        "themes": list(entry.themes),
        "forms": list(entry.forms),
        "missing": list(entry.missing),
        "priority": entry.priority,
        "reasons": list(entry.reasons),
        "set_by_hand": entry.set_by_hand,
        "note": entry.note,
        "told": entry.told,
        "requested_on": entry.requested_on.isoformat() if entry.requested_on else None,
    }
