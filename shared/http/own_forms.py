"""A school's own forms of its documents: look at them, replace them, go back to the usual ones."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from typing import Any

from flask import Response
from marshmallow import fields, validate

from shared.documents import own_forms
from shared.documents.formats import DOCX
from shared.documents.own_forms import FormKind, form_id
from shared.domain.errors import Invalid, NotFound
from shared.domain.own_form import OWN_FORM, WithdrawForm
from shared.http.api import (
    AcceptedSchema,
    Blueprint,
    EmptySchema,
    Schema,
    accepted,
    current,
    requires,
    run,
)


class FormFileSchema(Schema):
    """``file`` is base64 of a DOCX file."""

    file = fields.String(required=True, validate=validate.Length(1, 1_400_000))


def own_forms_blueprint(kinds: Sequence[FormKind]) -> Blueprint:
    blueprint = Blueprint(
        "own_forms", __name__, url_prefix="/own-forms", description="A school's own forms"
    )

    @blueprint.route("", methods=["GET"])
    @requires("form.own")
    def listing() -> Any:
        """Every kind, whether the school has a form of its own, and which fields it may have."""
        return {"items": [_shown(kind) for kind in kinds], "next": None}

    @blueprint.route("/<name>", methods=["POST"])
    @requires("form.own", seconds=30.0)
    @blueprint.arguments(FormFileSchema)
    @blueprint.response(200, AcceptedSchema)
    def replace(body: dict[str, Any], name: str) -> Any:
        """Replace a form: the file is looked into and filled on trial first. It is used for the DOCX
        of later documents; their PDF keeps the usual form."""
        try:
            file = base64.b64decode(body["file"], validate=True)
        except (binascii.Error, ValueError) as error:
            raise Invalid("the file is not base64", {"file": ["base64"]}) from error
        now = current()
        return accepted(
            own_forms.put(now.service, now.scope, _kind(kinds, name), file, key=now.key)
        )

    @blueprint.route("/<name>/withdraw", methods=["POST"])
    @requires("form.own")
    @blueprint.arguments(EmptySchema)
    @blueprint.response(200, AcceptedSchema)
    def withdraw(body: dict[str, Any], name: str) -> Any:
        """Use the usual form again; issued documents keep theirs."""
        kind = _kind(kinds, name)
        return run(OWN_FORM, form_id(current().scope, kind), WithdrawForm(kind.name))

    @blueprint.route("/<name>/<which>", methods=["GET"])
    @requires("form.own", seconds=30.0)
    @blueprint.response(200, content_type=DOCX)
    def file(name: str, which: str) -> Response:
        """``file``: the own form as it was sent; ``example``: one to begin with, with every field in
        its place; ``sample``: the form in use, filled with made-up data."""
        headers = {"Content-Disposition": f'attachment; filename="{name}-{which}.docx"'}
        return Response(_file(_kind(kinds, name), which), mimetype=DOCX, headers=headers)

    return blueprint


def _kind(kinds: Sequence[FormKind], name: str) -> FormKind:
    for kind in kinds:
        if kind.name == name:
            return kind
    raise NotFound("there is no such kind of form")


def _file(kind: FormKind, which: str) -> bytes:
    now = current()
    if which == "example":
        return kind.example()
    if which == "sample":
        return own_forms.sample(now.service, now.scope, kind)
    found = own_forms.own_file(now.service, now.scope, kind) if which == "file" else None
    if found is None:
        raise NotFound("the school has no form of its own")
    return found[0]


def _shown(kind: FormKind) -> dict[str, Any]:
    now = current()
    state = now.service.handler.state(now.scope, OWN_FORM, form_id(now.scope, kind)).state
    return {
        "kind": kind.name,
        "own": state.file is not None,
        "sha256": state.sha256 or None,
        "size": state.size,
        "fields": {
            "plain": [*kind.plain, "code", "check"], "lists": list(kind.lists),
            "row": list(kind.row), "needed": sorted(kind.needed),
        },
    }  # fmt: skip
