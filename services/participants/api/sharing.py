"""The municipal catalogue, requests for mentors, and the mentor's answers."""

from __future__ import annotations

from typing import Any

from services.participants.api.sharing_schemas import (
    AskSchema,
    CatalogueQuerySchema,
    PermissionSchema,
    PermissionsQuerySchema,
    RequestsQuerySchema,
    TermsSchema,
)
from services.participants.api.support import (
    RowsSchema,
    is_staff,
    listed,
    new_id,
    presentable,
    require_self,
    shown,
    with_names,
)
from services.participants.application.catalogue import offers
from services.participants.application.sharing import permit
from services.participants.domain.sharing_permission import commands
from services.participants.domain.sharing_permission.decider import (
    SHARING_PERMISSION,
    SharingPermission,
)
from services.participants.domain.sharing_request.commands import Ask
from services.participants.domain.sharing_request.decider import SHARING_REQUEST
from shared.domain.errors import NotFound
from shared.domain.ids import PersonId, TenantId
from shared.http.api import (
    AcceptedSchema,
    Blueprint,
    EmptySchema,
    accepted,
    current,
    requires,
    run,
)

blp = Blueprint("sharing", __name__)


@blp.route("/catalogue", methods=["GET"])
@requires("catalogue.read")
@blp.arguments(CatalogueQuerySchema, location="query")
@blp.response(200)
def browse(args: dict[str, Any]) -> Any:
    """Anonymous offers of the municipality; where fewer than five match, time and way are neither
    asked for nor shown, nor further themes, so that nobody can be recognised."""
    now = current()
    wanted = {
        field: args[name]
        for field, name in (
            ("forms", "form"), ("themes", "theme"), ("way", "way"), ("times", "time")
        )
        if args[name] is not None
    }  # fmt: skip
    found = offers(now.service, now.scope, wanted, after=args["after"], limit=args["limit"])
    items = [presentable(row) for row in found.page.items]
    return {"items": items, "next": found.page.next, "coarse": found.coarse}


@blp.route("/sharing/requests", methods=["POST"])
@requires("sharing.ask")
@blp.arguments(AskSchema)
@blp.response(200, AcceptedSchema)
def ask(body: dict[str, Any]) -> Any:
    """Ask for the mentor behind an anonymous entry; the mentor answers."""
    command = Ask(
        body["entry"], tuple(body["forms"]), body["places"], body["until"], current().today,
        body["purpose"],
    )  # fmt: skip
    return run(SHARING_REQUEST, new_id("sharing_request"), command)


@blp.route("/sharing/requests", methods=["GET"])
@requires("sharing.requests")
@blp.arguments(RequestsQuerySchema, location="query")
@blp.response(200, RowsSchema)
def list_requests(args: dict[str, Any]) -> Any:
    """The school's own requests and what became of them."""
    return shown(listed("sharing_requests", args, {"status": args["status"]}))


@blp.route("/sharing/permissions", methods=["GET"])
@requires("sharing.permissions")
@blp.arguments(PermissionsQuerySchema, location="query")
@blp.response(200, RowsSchema)
def list_permissions(args: dict[str, Any]) -> Any:
    """At the mentor's home: who asked, what is permitted; a mentor sees their own."""
    mentor = args["mentor"] if is_staff() else str(current().scope.person)
    found = listed("sharing_permissions", args, {"mentor": mentor, "status": args["status"]})
    rows = with_names(found.items, why="sharing", field="mentor")
    return {"items": [presentable(row) for row in rows], "next": found.next}


@blp.route("/sharing/permissions", methods=["POST"])
@requires("sharing.decide")
@blp.arguments(PermissionSchema)
@blp.response(200, AcceptedSchema)
def give_standing(body: dict[str, Any]) -> Any:
    """The mentor permits a school of their own accord."""
    require_self(body["mentor"])
    return _permit(PersonId(body["mentor"]), TenantId(body["school"]), body)


def _permit(mentor: PersonId, school: TenantId, terms: dict[str, Any]) -> Any:
    now = current()
    return accepted(
        permit(
            now.service,
            now.scope,
            mentor=mentor,
            school=school,
            forms=tuple(terms["forms"]),
            places=terms["places"],
            until=terms["until"],
            fields=tuple(terms["fields_"]),
            hours=terms["hours"],
            key=now.key,
            expected=now.expected,
        )
    )


def _own_permission(id: str) -> SharingPermission:
    now = current()
    state = now.service.handler.existing(now.scope, SHARING_PERMISSION, id).state
    if state.mentor is None:
        raise NotFound("nobody asked for this mentor")
    require_self(state.mentor)
    return state


@blp.route("/sharing/permissions/<permission>/permit", methods=["POST"])
@requires("sharing.decide")
@blp.arguments(TermsSchema)
@blp.response(200, AcceptedSchema)
def allow(body: dict[str, Any], permission: str) -> Any:
    """The mentor permits what a school asked for, on terms of their own."""
    state = _own_permission(permission)
    if state.mentor is None or state.school is None:
        raise NotFound("nobody asked for this mentor")
    return _permit(state.mentor, state.school, body)


@blp.route("/sharing/permissions/<permission>/refuse", methods=["POST"])
@requires("sharing.decide")
@blp.arguments(EmptySchema)
@blp.response(200, AcceptedSchema)
def refuse(body: dict[str, Any], permission: str) -> Any:
    """The mentor says no; the school learns only that."""
    _own_permission(permission)
    return run(SHARING_PERMISSION, permission, commands.Refuse())


@blp.route("/sharing/permissions/<permission>/revoke", methods=["POST"])
@requires("sharing.decide")
@blp.arguments(EmptySchema)
@blp.response(200, AcceptedSchema)
def revoke(body: dict[str, Any], permission: str) -> Any:
    """The mentor takes a permission back; the card at the school goes."""
    _own_permission(permission)
    return run(SHARING_PERMISSION, permission, commands.Revoke())
