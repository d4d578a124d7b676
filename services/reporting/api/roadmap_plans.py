"""A roadmap planned as a whole: a stage's form, suggested dates, all dates moved, a year copied; and
the things behind each tick."""

from __future__ import annotations

from typing import Any

from services.reporting.api import roadmaps_schemas as schemas
from services.reporting.api.asking import year_thing
from services.reporting.application.evidence_rows import missing_rows, page_of, rows
from services.reporting.application.peers import staff_of
from services.reporting.application.reading import ledger_of
from services.reporting.domain.evidence.board import PROOFS
from services.reporting.domain.evidence.ledger import Ledger
from services.reporting.domain.evidence.proof import Proof
from services.reporting.domain.roadmap import commands
from services.reporting.domain.roadmap.copying import copied, day_after
from services.reporting.domain.roadmap.decider import ROADMAP
from services.reporting.domain.roadmap.events import PlannedLine
from services.reporting.domain.roadmap.working_days import Span, WorkingDays
from shared.domain.errors import NotFound
from shared.domain.ids import PersonId, ProgrammeId
from shared.domain.school_years import year_after
from shared.http.api import (
    AcceptedSchema,
    Blueprint,
    PagingSchema,
    accepted,
    current,
    reader,
    requires,
    run,
)

blp = Blueprint("roadmap_plans", __name__, url_prefix="/roadmaps")


def spans(holidays: list[dict[str, Any]]) -> tuple[Span, ...]:
    return tuple(Span(one["first"], one["last"]) for one in holidays)


def proof_of(plan: dict[str, Any], item: str) -> tuple[Proof, Ledger]:
    """Raises NotFound for an item there is not."""
    if item not in PROOFS:
        raise NotFound("the roadmap has no such item")
    ledger = ledger_of(reader("evidence"), plan["year"])
    return PROOFS[item](ledger), ledger


@blp.route("/<programme>/items", methods=["PUT"])
@requires("roadmap.plan")
@blp.arguments(schemas.PlanItemsSchema)
@blp.response(200, AcceptedSchema)
def plan_items(body: dict[str, Any], programme: str) -> Any:
    """Set dates and people in charge of several items at once."""
    lines = tuple(
        PlannedLine(
            one["item"], one["starts"], one["ends"], one["role"] or "",
            PersonId(one["person"]) if one["person"] else None,
        )
        for one in body["items"]
    )  # fmt: skip
    return _run_at(programme, commands.PlanItems(lines), body["version"])


@blp.route("/<programme>/suggest", methods=["POST"])
@requires("roadmap.plan")
@blp.arguments(schemas.HolidaysSchema)
@blp.response(200, AcceptedSchema)
def suggest(body: dict[str, Any], programme: str) -> Any:
    """The usual dates and roles of all items, outside the holidays named."""
    return run(ROADMAP, programme, commands.Suggest(spans(body["holidays"])))


@blp.route("/<programme>/shift", methods=["POST"])
@requires("roadmap.plan")
@blp.arguments(schemas.ShiftSchema)
@blp.response(200, AcceptedSchema)
def shift(body: dict[str, Any], programme: str) -> Any:
    """Move all dates from a stage on by so many days, onto working days."""
    command = commands.Shift(body["days"], body["from_stage"], spans(body["holidays"]))
    return run(ROADMAP, programme, command)


@blp.route("/<programme>/copy", methods=["POST"])
@requires("roadmap.plan")
@blp.arguments(schemas.CopySchema)
@blp.response(200, AcceptedSchema)
def copy_year(body: dict[str, Any], programme: str) -> Any:
    """Begin the next year with this plan: the same weekdays outside holidays, people who are staff
    still; what did not apply is asked again. The id is the new roadmap's."""
    now = current()
    plan = reader("roadmaps").get(programme)
    old = now.service.handler.state(now.scope, ROADMAP, programme).state
    year = year_after(plan["year"])
    target = ProgrammeId(year_thing("programme", year))
    there = now.service.handler.state(now.scope, ROADMAP, target).state
    starts, ends = day_after(old.starts), day_after(old.ends)
    if there.opened:
        starts, ends = there.starts, there.ends
    days = WorkingDays(spans(body["holidays"]))
    lines = copied(old.lines, starts, ends, days, staff_of(now.service, now.scope))
    command = commands.CopyYear(
        target, year, starts, ends, ProgrammeId(programme), lines, tuple(sorted(old.excluded))
    )
    return run(ROADMAP, target, command)


def _run_at(programme: str, command: Any, version: int | None) -> Any:
    """Where a version is named the roadmap must still stand at it."""
    now = current()
    outcome = now.service.handler.handle(
        now.scope, ROADMAP, programme, command, key=now.key,
        expected=now.expected if version is None else version,
    )  # fmt: skip
    return accepted(outcome)


@blp.route("/<programme>/items/<item>/evidence", methods=["GET"])
@requires("roadmap.read")
@blp.arguments(PagingSchema, location="query")
def list_evidence(query: dict[str, Any], programme: str, item: str) -> Any:
    """The things that prove an item, kind by kind, without those about anybody erased."""
    proof, ledger = proof_of(reader("roadmaps").get(programme), item)
    return page_of(rows(proof, ledger), query["after"], query["limit"])


@blp.route("/<programme>/items/<item>/missing", methods=["GET"])
@requires("roadmap.read")
@blp.arguments(PagingSchema, location="query")
def list_missing(query: dict[str, Any], programme: str, item: str) -> Any:
    """Who or what the item still waits for."""
    proof, ledger = proof_of(reader("roadmaps").get(programme), item)
    return page_of(missing_rows(item, proof, ledger), query["after"], query["limit"])
