"""Editions of the roadmap: approved by the head, listed, compared with the draft, printed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from gateway.addresses import site
from gateway.context import allowed, ask, finish, names, programme, school_year, tell
from gateway.downloads import passed_on
from gateway.numbers import number_in
from gateway.pages.roadmap import STAFF
from gateway.words import sentence
from shared.domain.errors import DomainError, NotFound

blueprint = Blueprint("roadmap_editions", __name__)


@blueprint.post("/school/approve")
@allowed("head")
def approve() -> Any:
    """What the head saw becomes an edition, and is issued with a code for its printed form."""
    to = url_for("roadmap.school", year=school_year())
    version = request.form.get("version", "")
    body = {"version": number_in(version)}
    try:
        done = tell("reporting", f"/roadmaps/{programme()}/approve", body)
    except DomainError as error:
        flash(sentence(error), "danger")
        return redirect(to)
    flash(_("The roadmap is approved."), "success")
    try:
        _issue(after_commit=done["commit"])
    except DomainError:
        flash(_("It has no code for printing yet: issue it on the page of editions."), "warning")
    return redirect(f"{to}&c=reporting:{done['commit']}")


def _issue(**after: Any) -> Any:
    return tell("reporting", f"/roadmaps/{programme()}/issue", {"site": site()}, **after)


@blueprint.post("/school/editions/issue")
@allowed("coordinator", "head")
def issue() -> Any:
    to = url_for("roadmap_editions.listing", year=school_year())
    return finish("reporting", _issue, to, _("The edition has its code for printing."))


@blueprint.get("/school/editions")
@allowed(*STAFF)
def listing() -> Any:
    """Where no roadmap is begun, the page on which to begin it."""
    after = request.args.get("after", "")
    more = {"after": after} if after else {}
    try:
        board = ask("reporting", f"/roadmaps/{programme()}")
    except NotFound:
        return redirect(url_for("roadmap.school", year=school_year()))
    found = ask("reporting", f"/roadmaps/{programme()}/editions", limit=20, **more)
    changes = ask("reporting", f"/roadmaps/{programme()}/changes")
    return render_template(
        "roadmap_editions.html", found=found, changes=changes, board=board,
        names=_named(changes["items"]), titles=_titles(board),
    )  # fmt: skip


@blueprint.get("/school/editions/<int:number>")
@allowed(*STAFF)
def one(number: int) -> Any:
    edition = ask("reporting", f"/roadmaps/{programme()}/editions/{number}")
    board = ask("reporting", f"/roadmaps/{programme()}")
    frozen = {line["person"]: line["name"] for line in edition["lines"] if line["person"]}
    known = _named(edition["changes"]) | {k: v for k, v in frozen.items() if v}
    known |= {person: _("erased person") for person, name in frozen.items() if name is None}
    return render_template(
        "roadmap_edition.html", edition=edition, names=known, titles=_titles(board),
        stages=board["stages"],
    )  # fmt: skip


def _titles(board: Mapping[str, Any]) -> dict[str, Any]:
    return {item["item"]: item for item in board["items"]}


def _named(changes: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    people = [
        (side or {}).get("person") or ""
        for change in changes
        for side in (change["before"], change["after"])
    ]
    return names(people, "roadmap")


@blueprint.get("/school/editions/<int:number>.<any(pdf, docx):kind>")
@allowed(*STAFF)
def edition_file(number: int, kind: str) -> Any:
    path = f"/roadmaps/{programme()}/editions/{number}/document"
    return passed_on("reporting", path, format=kind, site=site())


@blueprint.get("/school/draft.<any(pdf, docx):kind>")
@allowed(*STAFF)
def draft_file(kind: str) -> Any:
    return passed_on("reporting", f"/roadmaps/{programme()}/document", format=kind)


@blueprint.get("/school/execution.<any(pdf, docx):kind>")
@allowed(*STAFF)
def execution_file(kind: str) -> Any:
    return passed_on("reporting", f"/roadmaps/{programme()}/execution", format=kind)
