"""The programme's pairs, orders and their documents."""

from __future__ import annotations

import io
from typing import Any

from flask import Blueprint, render_template, send_file

from gateway.context import allowed, ask, every, gateway, names, programme, signed_in

blp = Blueprint("programme", __name__)


@blp.get("/pairs")
@allowed("coordinator", "head", "psychologist", "teacher")
def pairs() -> str:
    rows = every("matching", "/pairs", programme=programme())
    people = names((p for row in rows for p in (row["mentor"], *row["mentees"])), "pairs")
    orders: list[dict[str, Any]] = []
    if signed_in().roles & {"coordinator", "head"}:
        orders = ask("matching", "/orders", programme=programme(), limit=50)["items"]
    return render_template("pairs.html", rows=rows, people=people, orders=orders)


@blp.get("/orders/<order>/document")
@allowed("coordinator", "head")
def document(order: str) -> Any:
    answer = (
        gateway()
        .clients["matching"]
        .request("GET", f"/v1/orders/{order}/document", signed_in().scope())
    )
    return send_file(
        io.BytesIO(answer.content),
        mimetype="application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        as_attachment=True,
        download_name="order.docx",
    )
