"""Editions of a roadmap: approved, listed, compared."""

from __future__ import annotations

from typing import Any

from services.reporting.api import roadmaps_schemas as schemas
from services.reporting.api.asking import opened_text
from services.reporting.api.common_schemas import ReadSchema
from services.reporting.application.edition_printing import issued_codes
from services.reporting.application.editions import differences, draft_lines, head_of, lines_of
from services.reporting.application.reading import last_edition
from services.reporting.domain.roadmap import commands
from services.reporting.domain.roadmap.decider import ROADMAP
from services.reporting.projections.roadmap_editions import edition_id
from shared.domain.ids import PersonId
from shared.domain.personal import Personal
from shared.http.api import (
    AcceptedSchema,
    Blueprint,
    PagingSchema,
    accepted,
    current,
    page,
    reader,
    record_read,
    requires,
)
from shared.http.names import names_of, organisation_of

blp = Blueprint("roadmap_editions", __name__, url_prefix="/roadmaps")
WHY = "roadmap"


@blp.route("/<programme>/approve", methods=["POST"])
@requires("roadmap.approve")
@blp.arguments(schemas.ApprovalSchema)
@blp.response(200, AcceptedSchema)
def approve(body: dict[str, Any], programme: str) -> Any:
    """The head approves the plan as it stands: the next edition, with the names of that day."""
    now = current()
    state = now.service.handler.state(now.scope, ROADMAP, programme).state
    people = {line.person for line in state.lines if line.person}
    people |= {now.scope.person} if now.scope.person else set()
    names = names_of(now.service, now.scope, people, WHY) if people else {}
    command = commands.Approve(
        now.scope.person, now.scope.actor, now.today,
        organisation_of(now.service, now.scope),
        tuple((person, Personal.of(names[person])) for person in sorted(names)),
    )  # fmt: skip
    expected = now.expected if body["version"] is None else body["version"]
    return accepted(
        now.service.handler.handle(
            now.scope, ROADMAP, programme, command, key=now.key, expected=expected
        )
    )


@blp.route("/<programme>/editions", methods=["GET"])
@requires("roadmap.read")
@blp.arguments(PagingSchema, location="query")
def list_editions(query: dict[str, Any], programme: str) -> Any:
    """The latest first."""
    reader("roadmaps").get(programme)
    found = reader("roadmap_editions").find(
        {"programme": programme, "kind": "edition"},
        sort="-number", after=query["after"], limit=query["limit"],
    )  # fmt: skip
    now = current()
    codes = issued_codes(now.service, now.scope, programme)
    found.items[:] = [
        {**read_edition(edition), "issued": codes.get(str(edition["number"]))}
        for edition in found.items
    ]
    return page(found)


@blp.route("/<programme>/editions/<int:number>", methods=["GET"])
@requires("roadmap.read")
@blp.arguments(ReadSchema, location="query")
def show_edition(query: dict[str, Any], programme: str, number: int) -> Any:
    """All lines as approved, with the names of that day, and what was changed since the edition
    before."""
    edition = found_edition(programme, number)
    lines = lines_of(edition, opened_text)
    before = []
    if number > 1:
        before = lines_of(found_edition(programme, number - 1), opened_text)
    changes = differences(before, lines) if before else []
    return {**read_edition(edition), "lines": lines, "changes": changes}


@blp.route("/<programme>/changes", methods=["GET"])
@requires("roadmap.read")
@blp.arguments(ReadSchema, location="query")
def show_changes(query: dict[str, Any], programme: str) -> Any:
    """What the draft would change in the edition approved last; nothing before the first approval."""
    plan = reader("roadmaps").get(programme)
    edition = last_edition(reader("roadmap_editions"), programme)
    if edition is None:
        return {"edition": None, "items": []}
    items = differences(lines_of(edition, opened_text), draft_lines(plan))
    return {"edition": edition["number"], "items": items}


def found_edition(programme: str, number: int) -> dict[str, Any]:
    """Raises NotFound."""
    reader("roadmaps").get(programme)
    return reader("roadmap_editions").get(edition_id(programme, number))


def read_edition(edition: dict[str, Any]) -> dict[str, Any]:
    people = [PersonId(person) for person in edition["names"]]
    if people:
        record_read(people, why=WHY, what=("name",))
    return head_of(edition, opened_text)
