"""One mentor: who sees what, permissions, pause, history; the mentor's own page and the school's."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, render_template, request, url_for
from flask_babel import gettext as _

from gateway.context import allowed, ask, every, finish, organisation_names, signed_in, tell
from gateway.pages.roadmap import own_items
from gateway.pages.sharing import terms
from gateway.sharing_words import sharing_words
from gateway.words import iso_day

blueprint = Blueprint("mentor", __name__)


def _own() -> str:
    current = signed_in().current
    if current is None or current.person is None:
        abort(404)
    return str(current.person)


@blueprint.post("/mentors/<mentor>/background-check")
@allowed("coordinator", "company_coordinator")
def background_check(mentor: str) -> Any:
    """The document was seen; it stays in the school's own files."""
    body = {
        "valid_until": iso_day(request.form.get("valid_until", "")),
        "reference": request.form.get("reference", "").strip(),
    }
    return finish(
        "participants",
        lambda: tell("participants", f"/mentors/{mentor}/background-check", body),
        url_for("mentor.one", mentor=mentor),
        _("The background check is recorded; matching hears of it."),
    )


@blueprint.get("/me")
@allowed("mentor")
def own() -> Any:
    """What the mentor decides about themselves."""
    return _page(_own(), mine=True)


@blueprint.get("/mentors/<mentor>")
@allowed("coordinator", "company_coordinator")
def one(mentor: str) -> Any:
    """What the home knows; only the mentor permits."""
    return _page(mentor, mine=False)


def _page(mentor: str, *, mine: bool) -> Any:
    row = ask("participants", f"/mentors/{mentor}")
    years: list[dict[str, Any]] = []
    seen: dict[str, Any] = {"schools": [], "standing": None, "choice": [], "offered": False}
    if row["own"]:
        seen = ask("participants", f"/mentors/{mentor}/sharing")
        years = ask("participants", f"/mentors/{mentor}/history")["items"]
    company = signed_in().current
    bounded = mine and company is not None and company.kind == "company"
    limits = ask("participants", "/sharing/limits")["limits"] if bounded else None
    known = {school["id"]: school["name"] for school in every("participants", "/sharing/schools")}
    known |= organisation_names(s["school"] for s in seen["schools"] if s["school"] not in known)
    return render_template(
        "mentor.html", row=row, seen=seen, years=years, schools=known, mine=mine, limits=limits,
        own=own_items() if mine else [], links=False,
        **sharing_words(),
    )  # fmt: skip


def _after(path: str, body: dict[str, Any], said: str) -> Any:
    mentor = _own()
    return finish(
        "participants",
        lambda: tell("participants", f"/mentors/{mentor}/{path}", body),
        url_for("mentor.own"),
        said,
    )


@blueprint.post("/me/standing")
@allowed("mentor")
def standing() -> Any:
    schools = request.form.getlist("schools")
    return _after("standing", {**terms(), "schools": schools}, _("The permission is kept."))


@blueprint.post("/me/standing/end")
@allowed("mentor")
def end_standing() -> Any:
    return _after("standing/end", {}, _("New requests wait for you again."))


@blueprint.post("/me/pause")
@allowed("mentor")
def pause() -> Any:
    until = iso_day(request.form.get("until", ""))
    return _after("pause", {"until": until}, _("You take no new mentees for now."))


@blueprint.post("/me/resume")
@allowed("mentor")
def resume() -> Any:
    return _after("resume", {}, _("You take new mentees again."))


@blueprint.post("/me/catalogue")
@allowed("mentor")
def catalogue() -> Any:
    offered = request.form.get("offered") == "yes"
    said = (
        _("You are in the catalogue, without a name.") if offered else _("You left the catalogue.")
    )
    return _after("catalogue", {"offered": offered}, said)
