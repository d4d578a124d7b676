"""One pair as the coordinator sees it, and who has not answered yet."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask_babel import gettext as _

from gateway.context import allowed, ask, every, finish, gateway, names, programme, tell
from gateway.matching_words import for_templates

blueprint = Blueprint("pair", __name__)
blueprint.context_processor(for_templates)


@blueprint.get("/agreements")
@allowed("coordinator")
def waiting() -> Any:
    """Pairs that not everybody has answered, the most urgent first."""
    rows = every("matching", "/pairs", programme=programme(), status="proposed")
    rows.sort(key=lambda row: (row.get("answer_by") or "9999", row["id"]))
    for row in rows:
        members = (row["mentor"], *row["mentees"])
        row["silent"] = [person for person in members if person not in row["agreed"]]
    people = [p for row in rows for p in (row["mentor"], *row["mentees"])]
    today = gateway().clock.today().isoformat()
    return render_template(
        "agreements.html", rows=rows, names=names(people, "agreements"), today=today
    )


@blueprint.get("/pairs/<pairing>")
@allowed("coordinator")
def show(pairing: str) -> Any:
    row = ask("matching", f"/pairs/{pairing}")
    members = [row["mentor"], *row["mentees"]]
    known = names([*members, *row.get("left", {})], "pair")
    unread = [person for person in row["told"] if person not in row["read"] and person in members]
    return render_template("pairing.html", row=row, members=members, names=known, unread=unread)


def _do(pairing: str, path: str, body: dict[str, Any], said: str) -> Any:
    return finish("matching", lambda: tell("matching", f"/pairs/{pairing}{path}", body),
                  url_for("pair.show", pairing=pairing), said)  # fmt: skip


@blueprint.post("/pairs/<pairing>/agree")
@allowed("coordinator")
def agree(pairing: str) -> Any:
    """On paper or by telephone; the note says how."""
    body = {"person": request.form.get("person", ""), "note": request.form.get("note", "")}
    return _do(pairing, "/agree", body, _("The agreement is entered."))


@blueprint.post("/pairs/<pairing>/decline")
@allowed("coordinator")
def decline(pairing: str) -> Any:
    body = {"reason": request.form.get("reason", "other"), "note": request.form.get("note", "")}
    person = request.form.get("person")
    return _do(pairing, "/decline", {**body, **({"person": person} if person else {})},
               _("The pair is dropped; the place is free again."))  # fmt: skip


@blueprint.post("/pairs/<pairing>/remind")
@allowed("coordinator")
def remind(pairing: str) -> Any:
    return finish("matching", lambda: tell("matching", f"/pairs/{pairing}/remind", {}),
                  url_for("pair.waiting"), _("Whoever has not answered is reminded."))  # fmt: skip


@blueprint.post("/pairs/<pairing>/inform")
@allowed("coordinator")
def inform(pairing: str) -> Any:
    return _do(pairing, "/inform", {}, _("Everybody finds the notice on their own page."))


@blueprint.post("/pairs/<pairing>/read")
@allowed("coordinator")
def read(pairing: str) -> Any:
    """Somebody without an account was told in person."""
    return _do(pairing, "/read", {"person": request.form.get("person", "")},
               _("The receipt is entered."))  # fmt: skip


@blueprint.post("/pairs/<pairing>/leave")
@allowed("coordinator")
def leave(pairing: str) -> Any:
    person = request.form.get("person", "")
    body = {"reason": request.form.get("reason", "other")}
    said = _("The group goes on without this mentee. Name the leaving in an order of change.")
    return _do(pairing, f"/members/{person}/leave", body, said)


@blueprint.post("/pairs/<pairing>/resume")
@allowed("coordinator")
def resume(pairing: str) -> Any:
    return _do(pairing, "/resume", {}, _("The pair goes on."))
