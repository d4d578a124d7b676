"""Documents of the year as they are handed out: the monitoring report and the jury's protocol."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, validate

from services.reporting.api.common_schemas import YearBodySchema
from services.reporting.application import printing
from services.reporting.application.form_kinds import KINDS
from shared.domain.ids import PersonId
from shared.http.api import AcceptedSchema, Blueprint, accepted, current, requires
from shared.http.documents import SITE, documents_blueprint
from shared.http.fields import ID, Day
from shared.http.own_forms import own_forms_blueprint

blp = Blueprint("printing", __name__, description="Documents of the year, issued")
documents = documents_blueprint()
forms = own_forms_blueprint(KINDS)


class ReportIssueSchema(YearBodySchema):
    """``head`` is the person who signs."""

    site = fields.String(required=True, validate=SITE)
    head = fields.String(load_default=None, allow_none=True, validate=ID)


class ProtocolIssueSchema(YearBodySchema):
    site = fields.String(required=True, validate=SITE)
    number = fields.String(required=True, validate=validate.Length(1, 40))
    date = Day(required=True)
    chair = fields.String(load_default="", validate=validate.Length(0, 200))
    members = fields.List(fields.String(validate=validate.Length(1, 200)), load_default=list,
                          validate=validate.Length(0, 15))  # fmt: skip


@blp.route("/reports/issue", methods=["POST"])
@requires("report.issue", seconds=30.0)
@blp.arguments(ReportIssueSchema)
@blp.response(200, AcceptedSchema)
def issue_report(body: dict[str, Any]) -> Any:
    """Issue the approved report as PDF and DOCX; unchanged it is the same document again."""
    now = current()
    head = PersonId(body["head"]) if body["head"] else None
    return accepted(
        printing.issue_report(
            now.service, now.scope, body["year"], head, site=body["site"], key=now.key
        )
    )


@blp.route("/awards/protocol", methods=["POST"])
@requires("protocol.issue", seconds=30.0)
@blp.arguments(ProtocolIssueSchema)
@blp.response(200, AcceptedSchema)
def issue_protocol(body: dict[str, Any]) -> Any:
    """Issue the protocol of the jury's decisions of the year."""
    now = current()
    sitting = printing.Sitting(body["number"], body["date"], body["chair"], tuple(body["members"]))
    return accepted(
        printing.issue_protocol(
            now.service, now.scope, body["year"], sitting, site=body["site"], key=now.key
        )
    )
