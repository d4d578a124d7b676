"""Pairs and orders."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, render_template

from gateway.context import allowed, every, gateway, names, programme, signed_in
from shared.documents.formats import DOCX

blueprint = Blueprint("pairs", __name__)
_STAFF = ("coordinator", "head", "psychologist", "social_worker", "teacher")


@blueprint.get("/pairs")
@allowed(*_STAFF, "mentor", "mentee")
def pairs() -> Any:
    staff = bool(signed_in().roles & set(_STAFF))
    rows = every("matching", "/pairs", **({"programme": programme()} if staff else {}))
    orders = every("matching", "/orders", programme=programme()) if staff else []
    people = [p for row in rows for p in (row["mentor"], *row["mentees"])]
    known = names(people, "pairs")
    rows.sort(key=lambda row: known.get(row["mentor"], ""))
    return render_template("pairs.html", rows=rows, orders=orders, names=known)


@blueprint.get("/orders/<order>/document")
@allowed("coordinator", "head")
def document(order: str) -> Any:
    answer = gateway().clients["matching"].request(
        "GET", f"/v1/orders/{order}/document", signed_in().scope(), seconds=15.0
    )  # fmt: skip
    headers = {"Content-Disposition": f'attachment; filename="order-{order[:8]}.docx"'}
    return Response(answer.content, mimetype=DOCX, headers=headers)
