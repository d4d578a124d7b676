"""Companies: invited by link, applying without an account, verified by the municipality."""

from __future__ import annotations

from typing import Any

from services.participants.api.companies_schemas import (
    ApplicationSchema,
    ApplicationsQuerySchema,
    InviteSchema,
    ReasonSchema,
)
from services.participants.api.support import (
    RowsSchema,
    listed,
    opened_fields,
    presentable,
    shown,
)
from services.participants.application import companies
from services.participants.application.people import record_read
from services.participants.domain.company_invitation import commands as invitations
from services.participants.domain.company_invitation.decider import COMPANY_INVITATION
from services.participants.domain.organisation.decider import ORGANISATION
from services.participants.domain.organisation.events import Standing
from shared.domain.ids import TenantId
from shared.http.api import (
    AcceptedSchema,
    Blueprint,
    EmptySchema,
    PagingSchema,
    accepted,
    current,
    requires,
    run,
)

blp = Blueprint("companies", __name__, url_prefix="/companies")


@blp.route("/invitations", methods=["POST"])
@requires("company.invite")
@blp.arguments(InviteSchema)
@blp.response(200)
def invite(body: dict[str, Any]) -> Any:
    """Invite a company; the answer holds the token of the link, once."""
    now = current()
    outcome, token = companies.invite(now.service, now.scope, **body, key=now.key)
    return accepted(outcome, token=token)


@blp.route("/invitations", methods=["GET"])
@requires("company.invite")
@blp.arguments(PagingSchema, location="query")
@blp.response(200, RowsSchema)
def list_invitations(args: dict[str, Any]) -> Any:
    """Whom this organisation has invited."""
    return shown(listed("company_invitations", args))


@blp.route("/invitations/<invitation>/revoke", methods=["POST"])
@requires("company.invite")
@blp.arguments(EmptySchema)
@blp.response(200, AcceptedSchema)
def revoke(body: dict[str, Any], invitation: str) -> Any:
    """Take an unused invitation back."""
    return run(COMPANY_INVITATION, invitation, invitations.Revoke())


@blp.route("/links/<token>", methods=["GET"])
@requires("company.apply")
@blp.response(200)
def look(token: str) -> Any:
    """What the link invites to; looking uses nothing up."""
    now = current()
    terms, usable = companies.invitation_terms(now.service, now.scope, token)
    inviter = now.service.handler.existing(now.scope, ORGANISATION, now.scope.tenant).state
    return presentable(
        {
            "name": terms.name,
            "invited_by": inviter.name,
            "expires_at": terms.expires_at,
            "open": usable,
        }
    )


@blp.route("/links/<token>", methods=["POST"])
@requires("company.apply")
@blp.arguments(ApplicationSchema)
@blp.response(200, AcceptedSchema)
def apply(body: dict[str, Any], token: str) -> Any:
    """Apply; this uses the link up. The municipality decides."""
    now = current()
    return accepted(companies.apply(now.service, now.scope, token, **body, key=now.key))


@blp.route("", methods=["GET"])
@requires("company.verify")
@blp.arguments(ApplicationsQuerySchema, location="query")
@blp.response(200, RowsSchema)
def list_companies(args: dict[str, Any]) -> Any:
    """The municipality's companies, with who speaks for them."""
    now = current()
    found = listed("organisations", args, {"kind": "company", "standing": args["standing"]})
    rows = opened_fields(found.items, texts=("contact", "reason"))
    record_read(now.service, now.scope, [row["id"] for row in rows if row["contact"]], "companies")
    return {"items": [presentable(row) for row in rows], "next": found.next}


@blp.route("/<company>/accept", methods=["POST"])
@requires("company.verify")
@blp.arguments(EmptySchema)
@blp.response(200, AcceptedSchema)
def accept(body: dict[str, Any], company: str) -> Any:
    """The company is what it says; from now on it may register its employees."""
    return _stand(company, "verified", "")


@blp.route("/<company>/refuse", methods=["POST"])
@requires("company.verify")
@blp.arguments(ReasonSchema)
@blp.response(200, AcceptedSchema)
def refuse(body: dict[str, Any], company: str) -> Any:
    """Refuse an application; the company reads the reason."""
    return _stand(company, "refused", body["reason"])


@blp.route("/<company>/end", methods=["POST"])
@requires("company.verify")
@blp.arguments(ReasonSchema)
@blp.response(200, AcceptedSchema)
def end(body: dict[str, Any], company: str) -> Any:
    """The company has left the programme: its mentors' permissions end."""
    return _stand(company, "left", body["reason"])


@blp.route("/self/service", methods=["GET"])
@requires("company.service")
@blp.arguments(PagingSchema, location="query")
@blp.response(200, RowsSchema)
def service(args: dict[str, Any]) -> Any:
    """Meetings, minutes and awards of each own mentor at all schools together."""
    now = current()
    found = listed("mentors", args, {"own": True})
    people = [row["id"] for row in found.items]
    told = now.service.views.reader(now.scope, "mentor_services").all({"person": {"$in": people}})
    items = [_sums(person, [row for row in told if row["person"] == person]) for person in people]
    return {"items": items, "next": found.next}


def _sums(person: str, told: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "id": person,
        "person": person,
        "meetings": sum(row.get("meetings", 0) for row in told),
        "minutes": sum(row.get("minutes", 0) for row in told),
        "awards": sum(row["kind"] == "award" for row in told),
    }


@blp.route("/self/leave", methods=["POST"])
@requires("company.leave")
@blp.arguments(ReasonSchema)
@blp.response(200, AcceptedSchema)
def leave(body: dict[str, Any]) -> Any:
    """The company leaves the programme by its own decision."""
    now = current()
    return accepted(companies.leave(now.service, now.scope, reason=body["reason"], key=now.key))


def _stand(company: str, standing: Standing, reason: str) -> Any:
    now = current()
    return accepted(
        companies.change_standing(
            now.service,
            now.scope,
            TenantId(company),
            standing,
            reason=reason,
            key=now.key,
            expected=now.expected,
        )
    )
