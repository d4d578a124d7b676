"""Pairings: agreement, suspension, notices; and what waits for the coordinator."""

from __future__ import annotations

from typing import Any

from services.matching.api import pairs_schemas as schemas
from services.matching.api.policy import STAFF
from services.matching.application import candidates, explaining
from services.matching.application.acting import acting_for
from services.matching.application.names import children_of
from services.matching.domain.pairing import commands
from services.matching.domain.pairing.decider import PAIRING
from services.matching.domain.pairing.events import By
from shared.contracts.features import FORMS
from shared.domain.errors import Invalid, NotFound
from shared.domain.ids import PairingId, PersonId
from shared.domain.personal import Personal
from shared.http.api import (
    AcceptedSchema,
    Blueprint,
    EmptySchema,
    current,
    page,
    reader,
    record_read,
    requires,
    run,
)

blp = Blueprint("pairs", __name__, description="Pairs and groups")


@blp.route("/pairs", methods=["GET"])
@requires("pair.read")
@blp.arguments(schemas.PairsQuerySchema, location="query")
def list_pairs(query: dict[str, Any]) -> Any:
    """The school's pairs; a mentor or mentee sees their own, a guardian those of their children."""
    wanted: dict[str, Any] = {
        name: query[name] for name in ("status", "programme", "year", "mentor") if query[name]
    }
    if query["mentee"]:
        wanted["mentees"] = query["mentee"]
    if not _sees_all():
        own = sorted(_own())
        mine = {"$or": [{"mentor": {"$in": own}}, {"mentees": {"$in": own}}]}
        wanted = {"$and": [wanted, mine]}
    found = reader("pairs").find(wanted, after=query["after"], limit=query["limit"])
    return page(found) | {"items": [_shown(document) for document in found.items]}


@blp.route("/pairs/<pairing>", methods=["GET"])
@requires("pair.read")
def show_pair(pairing: str) -> Any:
    """One pairing; another's is not there for a mentor or mentee."""
    document = reader("pairs").get(pairing)
    if not _sees_all() and not _own() & {document["mentor"], *document["mentees"]}:
        raise NotFound("there is no such thing here")
    return _shown(document)


@blp.route("/pairs/<pairing>/why/<person>", methods=["GET"])
@requires("pair.why")
def why(pairing: str, person: str) -> Any:
    """Whom a member of the pair is to work with, and why the two suit each other: facts that both
    have told, never what the other chose in the ballot."""
    now = current()
    acting_for(now.service, now.scope, PersonId(person))
    found = explaining.told_to(now.service, now.scope, pairing, PersonId(person))
    record_read([one["id"] for one in found], why="agreement", what=("features",))
    return {"items": found}


@blp.route("/pairs/<pairing>/agree", methods=["POST"])
@requires("pair.agree")
@blp.arguments(schemas.AgreeSchema)
@blp.response(200, AcceptedSchema)
def agree(body: dict[str, Any], pairing: str) -> Any:
    """Agree to the pair; with the last agreement an order may fix it."""
    person, by = _who(body["person"])
    _require_consents(pairing)
    return run(PAIRING, pairing, commands.Agree(person, by, _note(body["note"], by)))


@blp.route("/pairs/<pairing>/decline", methods=["POST"])
@requires("pair.agree")
@blp.arguments(schemas.DeclineSchema)
@blp.response(200, AcceptedSchema)
def decline(body: dict[str, Any], pairing: str) -> Any:
    """Say no before an order; the place is free again."""
    if body["person"] is None and "coordinator" in current().scope.roles:
        note = _note(body["note"], "coordinator")
        return run(PAIRING, pairing, commands.Drop(body["reason"], note=note))
    person, by = _who(body["person"])
    note = _note(body["note"], by)
    return run(PAIRING, pairing, commands.Drop(body["reason"], person, by, note))


@blp.route("/pairs/<pairing>/remind", methods=["POST"])
@requires("pair.manage")
@blp.arguments(EmptySchema)
@blp.response(200, AcceptedSchema)
def remind(body: dict[str, Any], pairing: str) -> Any:
    """Remind whoever has not answered; their own page says so."""
    return run(PAIRING, pairing, commands.RemindAnswers(current().today))


@blp.route("/pairs/<pairing>/members/<person>/leave", methods=["POST"])
@requires("pair.manage")
@blp.arguments(schemas.ReasonSchema)
@blp.response(200, AcceptedSchema)
def leave(body: dict[str, Any], pairing: str, person: str) -> Any:
    """One mentee leaves a group that goes on; an order of change names it afterwards."""
    return run(PAIRING, pairing, commands.Leave(PersonId(person), body["reason"]))


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


def _own() -> frozenset[PersonId]:
    """Whose pairs the viewer may see: their own, or their children's."""
    now = current()
    mine = frozenset({now.scope.person}) if now.scope.person else frozenset()
    return mine | children_of(now.service, now.scope) if "guardian" in now.scope.roles else mine


def _note(text: str, by: By) -> Personal | None:
    """What the coordinator heard; others have nothing to add."""
    return Personal.of(text.strip()) if text.strip() and by == "coordinator" else None


def _who(named: str | None) -> tuple[PersonId, By]:
    """The person meant: oneself, one's child, or whom the coordinator enters for."""
    scope = current().scope
    if named is None:
        if scope.person is None:
            raise Invalid("name the person", {"person": ["required for a coordinator"]})
        return scope.person, "self"
    return PersonId(named), acting_for(current().service, scope, PersonId(named))


def _require_consents(pairing: str) -> None:
    now = current()
    people = now.service.handler.existing(now.scope, PAIRING, pairing).state.people
    now.service.gate.require(now.scope, candidates.PURPOSE, people)


def _shown(document: dict[str, Any]) -> dict[str, Any]:
    document.pop("tenant", None)
    return document
