"""After a lost place: who else could take the mentee, and the pair proposed by hand."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from marshmallow import fields, validate

from services.matching.application import alternatives
from services.matching.domain.pairing.decider import PAIRING
from shared.domain.ids import PairingId, PersonId, ProgrammeId
from shared.http.api import Blueprint, Schema, current, record_read, requires
from shared.http.fields import ID

blp = Blueprint("alternatives", __name__, url_prefix="/programmes",
                description="The next best mentor")  # fmt: skip


class AlternativesQuerySchema(Schema):
    mentee = fields.String(required=True, validate=ID)
    most = fields.Integer(load_default=5, validate=validate.Range(1, 50))


class OfferSchema(Schema):
    mentee = fields.String(required=True, validate=ID)
    mentor = fields.String(required=True, validate=ID)
    instead_of = fields.String(load_default=None, validate=ID)


class OfferedSchema(Schema):
    id = fields.String(required=True)
    version = fields.Integer(required=True)


@blp.route("/<programme>/alternatives", methods=["GET"])
@requires("proposal.make")
@blp.arguments(AlternativesQuerySchema, location="query")
def list_alternatives(query: dict[str, Any], programme: str) -> Any:
    """Mentors with a free place now, the best for this mentee first."""
    now = current()
    found = alternatives.ranked(
        now.service, now.scope, ProgrammeId(programme), PersonId(query["mentee"]),
        most=query["most"],
    )  # fmt: skip
    people = [query["mentee"], *(one.mentor for one in found)]
    record_read(people, why="alternatives", what=("features",))
    return {"items": [asdict(one) for one in found], "next": None}


@blp.route("/<programme>/pairs", methods=["POST"])
@requires("proposal.make")
@blp.arguments(OfferSchema)
@blp.response(200, OfferedSchema)
def offer(body: dict[str, Any], programme: str) -> Any:
    """Propose two to each other by hand; the place is reserved first. Refused with ``no_place``
    where somebody else has just taken it: nothing has changed then, ask for the next best."""
    now = current()
    mentee, mentor = PersonId(body["mentee"]), PersonId(body["mentor"])
    instead_of = PairingId(body["instead_of"]) if body["instead_of"] else None
    id = alternatives.offer(
        now.service, now.scope, ProgrammeId(programme), mentee, mentor, instead_of=instead_of,
        key=now.key,
    )  # fmt: skip
    return {"id": id, "version": now.service.handler.state(now.scope, PAIRING, id).version}
