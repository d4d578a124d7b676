"""Pairings: agreement, suspension, notices; and what waits for the coordinator."""

from __future__ import annotations

from typing import Any, Literal

from services.matching.api import pairs_schemas as schemas
from services.matching.api.policy import STAFF
from services.matching.application import candidates
from services.matching.domain.pairing import commands
from services.matching.domain.pairing.decider import PAIRING
from shared.contracts.features import FORMS
from shared.domain.errors import Forbidden, Invalid, NotFound
from shared.domain.ids import PairingId, PersonId
from shared.http.api import (
    AcceptedSchema,
    Blueprint,
    EmptySchema,
    current,
    page,
    reader,
    requires,
    run,
)

blp = Blueprint("pairs", __name__, description="Pairs and groups")


@blp.route("/pairs", methods=["GET"])
@requires("pair.read")
@blp.arguments(schemas.PairsQuerySchema, location="query")
def list_pairs(query: dict[str, Any]) -> Any:
    """The school's pairs; a mentor or mentee sees their own."""
    wanted: dict[str, Any] = {
        name: query[name] for name in ("status", "programme", "year", "mentor") if query[name]
    }
    if query["mentee"]:
        wanted["mentees"] = query["mentee"]
    if not _sees_all():
        own = current().scope.person
        wanted = {"$and": [wanted, {"$or": [{"mentor": own}, {"mentees": own}]}]}
    found = reader("pairs").find(wanted, after=query["after"], limit=query["limit"])
    return page(found) | {"items": [_shown(document) for document in found.items]}


@blp.route("/pairs/<pairing>", methods=["GET"])
@requires("pair.read")
def show_pair(pairing: str) -> Any:
    """One pairing; another's is not there for a mentor or mentee."""
    document = reader("pairs").get(pairing)
    if not _sees_all() and current().scope.person not in (document["mentor"], *document["mentees"]):
        raise NotFound("there is no such thing here")
    return _shown(document)


@blp.route("/pairs/<pairing>/agree", methods=["POST"])
@requires("pair.agree")
@blp.arguments(schemas.PersonSchema)
@blp.response(200, AcceptedSchema)
def agree(body: dict[str, Any], pairing: str) -> Any:
    """Agree to the pair; with the last agreement an order may fix it."""
    person, by = _who(body["person"])
    _require_consents(pairing)
    return run(PAIRING, pairing, commands.Agree(person, by))


@blp.route("/pairs/<pairing>/decline", methods=["POST"])
@requires("pair.agree")
@blp.arguments(schemas.DeclineSchema)
@blp.response(200, AcceptedSchema)
def decline(body: dict[str, Any], pairing: str) -> Any:
    """Say no before an order; the place is free again."""
    if body["person"] is None and "coordinator" in current().scope.roles:
        return run(PAIRING, pairing, commands.Drop(body["reason"]))
    person, _ = _who(body["person"])
    return run(PAIRING, pairing, commands.Drop(body["reason"], person))


@blp.route("/pairs/<pairing>/suspend", methods=["POST"])
@requires("pair.manage")
@blp.arguments(schemas.ReasonSchema)
@blp.response(200, AcceptedSchema)
def suspend(body: dict[str, Any], pairing: str) -> Any:
    """Stop meetings for now; ending needs an order."""
    return run(PAIRING, pairing, commands.Suspend(body["reason"]))


@blp.route("/pairs/<pairing>/resume", methods=["POST"])
@requires("pair.manage")
@blp.arguments(EmptySchema)
@blp.response(200, AcceptedSchema)
def resume(body: dict[str, Any], pairing: str) -> Any:
    """Go on; everyone's consent is asked for again."""
    _require_consents(pairing)
    return run(PAIRING, pairing, commands.Resume(PairingId(pairing)))


@blp.route("/pairs/<pairing>/keep", methods=["POST"])
@requires("pair.manage")
@blp.arguments(schemas.ReasonSchema)
@blp.response(200, AcceptedSchema)
def keep(body: dict[str, Any], pairing: str) -> Any:
    """Decide that a pair goes on although a permission had ended: the mentor must have permitted
    anew, for everyone's consent is asked for again."""
    _require_consents(pairing)
    return run(PAIRING, pairing, commands.Keep(PairingId(pairing), body["reason"]))


@blp.route("/pairs/<pairing>/go-on", methods=["POST"])
@requires("pair.manage")
@blp.arguments(EmptySchema)
@blp.response(200, AcceptedSchema)
def go_on(body: dict[str, Any], pairing: str) -> Any:
    """After a doubtful trial meeting: no re-match, the pair goes on."""
    _require_consents(pairing)
    return run(PAIRING, pairing, commands.DeclineRematch())


@blp.route("/pairs/<pairing>/inform", methods=["POST"])
@requires("pair.manage")
@blp.arguments(EmptySchema)
@blp.response(200, AcceptedSchema)
def inform(body: dict[str, Any], pairing: str) -> Any:
    """Everyone of an active pairing was told of the order (5.4)."""
    _require_consents(pairing)
    return run(PAIRING, pairing, commands.Inform())


@blp.route("/pairs/<pairing>/read", methods=["POST"])
@requires("pair.agree")
@blp.arguments(schemas.PersonSchema)
@blp.response(200, AcceptedSchema)
def read(body: dict[str, Any], pairing: str) -> Any:
    """The receipt: this person has seen the notice."""
    person, by = _who(body["person"])
    return run(PAIRING, pairing, commands.Read(person, by))


@blp.route("/tasks", methods=["GET"])
@requires("task.read")
@blp.arguments(schemas.TasksQuerySchema, location="query")
def list_tasks(query: dict[str, Any]) -> Any:
    """Pairs that need a decision: a re-match after the trial, a suspended pair; ``due`` where there
    is a day for it, ``escalated`` where that has passed."""
    wanted: dict[str, Any] = {"status": query["status"]}
    if query["escalated"] is not None:
        wanted["escalated"] = True if query["escalated"] else {"$ne": True}
    found = reader("tasks").find(wanted, after=query["after"], limit=query["limit"])
    return page(found) | {"items": [_shown(document) for document in found.items]}


@blp.route("/counts", methods=["GET"])
@requires("pair.count")
@blp.arguments(schemas.CountsQuerySchema, location="query")
def count_pairs(query: dict[str, Any]) -> Any:
    """Numbers of the tenant's pairs by form and status; no persons."""
    pairs = reader("pairs")
    states = ("proposed", "agreed", "fixed", "active", "suspended", "ended")
    counts = {
        form: {s: pairs.count({"year": query["year"], "form": form, "status": s}) for s in states}
        for form in FORMS
    }
    return {"year": query["year"], "pairs": counts}


def _sees_all() -> bool:
    return bool(current().scope.roles & (STAFF | {"service"}))


def _who(named: str | None) -> tuple[PersonId, Literal["self", "coordinator"]]:
    """The person meant: oneself, or whom the coordinator enters for."""
    scope = current().scope
    if named is None:
        if scope.person is None:
            raise Invalid("name the person", {"person": ["required for a coordinator"]})
        return scope.person, "self"
    if named == scope.person:
        return scope.person, "self"
    if "coordinator" not in scope.roles:
        raise Forbidden("only the coordinator may answer for another person")
    return PersonId(named), "coordinator"


def _require_consents(pairing: str) -> None:
    now = current()
    people = now.service.handler.existing(now.scope, PAIRING, pairing).state.people
    now.service.gate.require(now.scope, candidates.PURPOSE, people)


def _shown(document: dict[str, Any]) -> dict[str, Any]:
    document.pop("tenant", None)
    return document
