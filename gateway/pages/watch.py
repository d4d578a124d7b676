"""Alerts: planned meetings that were never entered, and pairs that do not meet; closed with a note."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask_babel import gettext as _

from gateway import meeting_words
from gateway.context import allowed, ask, finish, me, names, tell
from gateway.meeting_words import ALERT_KINDS, at_school
from shared.domain.errors import DomainError

blueprint = Blueprint("watch", __name__)
blueprint.context_processor(meeting_words.for_templates)


@blueprint.app_context_processor
def counts() -> dict[str, Any]:
    """For the first page; it is drawn without them where meetings do not answer."""
    return {"alert_counts": alert_counts}


def alert_counts() -> dict[str, int] | None:
    found = me()
    if found is None or not found.roles & {"coordinator", "head"}:
        return None
    try:
        return dict(ask("meetings", "/alerts/counts"))
    except DomainError:
        return None


@blueprint.get("/alerts")
@allowed("coordinator", "head")
def listing() -> Any:
    kind = request.args.get("kind", "overdue")
    kind = kind if kind in ALERT_KINDS else "overdue"
    after = request.args.get("after")
    query = {"kind": kind, "limit": 50, **({"after": after} if after else {})}
    found = ask("meetings", "/alerts", **query)
    rules = ask("meetings", "/rules")
    pairs = {row.get("pairing", row["id"]) for row in found["items"]}
    rows = {pairing: ask("meetings", f"/pairings/{pairing}") for pairing in pairs}
    people = [p for row in rows.values() for p in (row["mentor"], *row["mentees"])]
    return render_template(
        "alerts.html", kind=kind, found=found, pairs=rows, counted=alert_counts() or {},
        names=names(people, "alerts"), at=at_school(rules["zone"]), rules=rules,
    )  # fmt: skip


@blueprint.post("/alerts/<pairing>/close")
@allowed("coordinator")
def close(pairing: str) -> Any:
    kind = request.form.get("alert", "")
    body = {
        "alert": kind,
        "meeting": request.form.get("meeting", ""),
        "note": request.form.get("note", ""),
    }
    return finish(
        "meetings", lambda: tell("meetings", f"/pairings/{pairing}/alerts/close", body),
        url_for("watch.listing", kind=kind), _("Noted."),
    )  # fmt: skip
