"""A school's own form of its orders: look at it, replace it, go back to the usual one."""

from __future__ import annotations

import base64
import binascii
from typing import Any

from flask import Response

from services.matching.api import orders_schemas as schemas
from services.matching.application import order_templates as templates
from services.matching.domain.order_template import commands
from services.matching.domain.order_template.decider import ORDER_TEMPLATE
from shared.documents.formats import DOCX
from shared.domain.errors import Invalid, NotFound
from shared.http.api import (
    AcceptedSchema,
    Blueprint,
    EmptySchema,
    accepted,
    current,
    requires,
    run,
)

blp = Blueprint("order_templates", __name__, url_prefix="/order-template",
                description="A school's own form of its orders")  # fmt: skip


@blp.route("", methods=["GET"])
@requires("order.template")
def show() -> Any:
    """Whether the school has a form of its own, and which fields a form may have."""
    now = current()
    id = templates.template_id(now.scope.tenant)
    state = now.service.handler.state(now.scope, ORDER_TEMPLATE, id).state
    fields = templates.FIELDS
    return {
        "own": state.file is not None,
        "sha256": state.sha256 or None,
        "size": state.size,
        "fields": {
            "plain": list(templates.PLAIN), "lists": list(templates.LISTS),
            "row": list(templates.ROW), "needed": sorted(fields.needed),
        },
    }  # fmt: skip


@blp.route("", methods=["POST"])
@requires("order.template")
@blp.arguments(schemas.TemplateSchema)
@blp.response(200, AcceptedSchema)
def replace(body: dict[str, Any]) -> Any:
    """Replace the form: the file is looked into and filled on trial first. It is used for the DOCX
    of later orders; their PDF keeps the usual form."""
    try:
        file = base64.b64decode(body["file"], validate=True)
    except (binascii.Error, ValueError) as error:
        raise Invalid("the file is not base64", {"file": ["base64"]}) from error
    now = current()
    return accepted(templates.put(now.service, now.scope, file, key=now.key))


@blp.route("/withdraw", methods=["POST"])
@requires("order.template")
@blp.arguments(EmptySchema)
@blp.response(200, AcceptedSchema)
def withdraw(body: dict[str, Any]) -> Any:
    """Use the usual form again; issued orders keep theirs."""
    return run(ORDER_TEMPLATE, templates.template_id(current().scope.tenant), commands.Withdraw())


@blp.route("/file", methods=["GET"])
@requires("order.template")
@blp.response(200, content_type=DOCX)
def file() -> Response:
    """The school's own form as it was sent."""
    now = current()
    found = templates.of_school(now.service, now.scope)
    if found is None:
        raise NotFound("the school has no form of its own")
    return _sent(found[0], "order-template.docx")


@blp.route("/example", methods=["GET"])
@requires("order.template")
@blp.response(200, content_type=DOCX)
def example() -> Response:
    """A form to begin with, with every field in its place."""
    return _sent(templates.example(), "order-template-example.docx")


def _sent(content: bytes, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, mimetype=DOCX, headers=headers)
