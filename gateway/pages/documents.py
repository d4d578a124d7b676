"""The year's documents as they were issued: listed, looked at page by page, downloaded."""

from __future__ import annotations

from typing import Any, Final

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from gateway import document_words
from gateway.addresses import site
from gateway.context import (
    allowed,
    ask,
    every,
    finish,
    programme,
    school_year,
    signed_in,
    tell,
)
from gateway.downloads import passed_on
from gateway.words import iso_day
from shared.domain.errors import NotFound

blueprint = Blueprint("documents", __name__)
blueprint.context_processor(document_words.for_templates)
_LEADERS: Final = ("coordinator", "head")
_OWNERS: Final = "any(matching, reporting)"


@blueprint.get("/documents")
@allowed(*_LEADERS)
def listing() -> Any:
    """Orders, roadmap, report, protocol of the year, the latest first."""
    rows = [
        {**row, "owner": owner}
        for owner in ("matching", "reporting")
        for row in every(owner, "/documents", year=school_year())
    ]
    rows.sort(key=lambda row: (row["on"], row["version"]), reverse=True)
    return render_template("documents.html", rows=rows)


@blueprint.get(f"/documents/<{_OWNERS}:owner>/<document>/<int:version>")
@allowed(*_LEADERS)
def show(owner: str, document: str, version: int) -> Any:
    """The PDF page by page, as images: that works on a phone too."""
    rows = every(owner, "/documents", document=document)
    found = next((row for row in rows if row["version"] == version), None)
    if found is None:
        raise NotFound("there is no such document")
    pages = 0
    if any(file["format"] == "pdf" for file in found["files"]):
        pages = ask(owner, f"/documents/{document}/pages", version=version)["pages"]
    return render_template("document.html", row=found, owner=owner, pages=pages, versions=rows)


@blueprint.get(f"/documents/<{_OWNERS}:owner>/<document>/<int:version>/page/<int:number>.png")
@allowed(*_LEADERS)
def image(owner: str, document: str, version: int, number: int) -> Any:
    return passed_on(owner, f"/documents/{document}/pages/{number}", version=version)


@blueprint.get(
    f"/documents/<{_OWNERS}:owner>/<document>/<int:version>/file.<any(pdf, docx):format>"
)
@allowed(*_LEADERS)
def file(owner: str, document: str, version: int, format: str) -> Any:
    return passed_on(owner, f"/documents/{document}/file", version=version, format=format)


@blueprint.post("/documents/report")
@allowed(*_LEADERS)
def issue_report() -> Any:
    body = {"year": school_year(), "site": site(), "head": _head()}
    return finish(
        "reporting", lambda: tell("reporting", "/reports/issue", body), _back(),
        _("The report is issued: it stands among the documents."),
    )  # fmt: skip


@blueprint.post("/documents/protocol")
@allowed(*_LEADERS)
def issue_protocol() -> Any:
    """Who the jury was is printed and not kept elsewhere."""
    given = request.form
    body = {
        "year": school_year(), "site": site(), "number": given.get("number", "").strip(),
        "date": iso_day(given.get("date", "")), "chair": given.get("chair", "").strip(),
        "members": [line.strip() for line in given.get("members", "").splitlines() if line.strip()],
    }  # fmt: skip
    if not body["number"] or not body["date"]:
        flash(_("Enter the number and the day of the protocol."), "danger")
        return redirect(url_for("best_mentors.show", year=school_year()))
    return finish(
        "reporting", lambda: tell("reporting", "/awards/protocol", body), _back(),
        _("The protocol is issued: it stands among the documents."),
    )  # fmt: skip


def _back() -> str:
    return url_for("documents.listing", year=school_year())


def _head() -> str | None:
    """Who signs: the signed-in head, or whom the programme names."""
    current, roles = signed_in().current, signed_in().roles
    if current is not None and current.person and "head" in roles:
        return str(current.person)
    try:
        named: str | None = ask("matching", f"/programmes/{programme()}")["head"]
    except NotFound:
        return None
    return named
