"""Proposals of pairs: asked for, computed with progress, compared."""

from __future__ import annotations

from typing import Any, Final

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from gateway.board_words import COMPOSITIONS, board_words
from gateway.check_words import check_words
from gateway.context import allowed, ask, every, finish, names, programme, school_year, tell
from gateway.matching_words import CRITERIA
from gateway.numbers import number_in
from shared.domain.errors import NotFound

blueprint = Blueprint("proposals", __name__)
blueprint.context_processor(board_words)
blueprint.context_processor(check_words)
LEADERS: Final = ("coordinator", "head")
_ROWS: Final = 50
"""Rows of a comparison on one page."""


@blueprint.get("/matching")
@allowed(*LEADERS)
def drafts() -> Any:
    after = request.args.get("after")
    found = ask("matching", "/proposals", programme=programme(), limit=20,
                **({"after": after} if after else {}))  # fmt: skip
    standing = every("matching", "/pairs", programme=programme())
    running = [pair for pair in standing if pair["status"] not in ("dropped", "ended")]
    try:
        forms = ask("matching", f"/programmes/{programme()}")["forms"]
    except NotFound:
        forms = []
    drafted = [run for run in found["items"] if run["status"] == "draft"]
    return render_template(
        "proposals.html", found=found, drafted=drafted, running=len(running), forms=forms
    )


@blueprint.post("/matching")
@allowed("coordinator")
def propose() -> Any:
    form = request.form
    body: dict[str, Any] = {
        "groups": form.get("groups") == "yes",
        "keep": form.get("keep") == "yes",
    }
    if form.get("composition") in COMPOSITIONS:
        body["composition"] = form["composition"]
    for name in ("changes", "threshold"):
        number = number_in(form.get(name, "").strip())
        if number is not None:
            body[name] = number
    if form.get("based_on"):
        body["based_on"] = form["based_on"]
    year = school_year()
    made: dict[str, Any] = {}

    def work() -> Any:
        made.update(tell("matching", f"/programmes/{programme()}/proposals", body))
        return made

    answer = finish("matching", work, url_for("proposals.drafts", year=year),
                    _("The proposal is being computed. You may go on working meanwhile."))  # fmt: skip
    if "id" not in made:
        return answer
    return redirect(
        url_for("board.show", run=made["id"], year=year, c=f"matching:{made['commit']}")
    )


@blueprint.post("/matching/<run>/cancel")
@allowed("coordinator")
def cancel(run: str) -> Any:
    return finish("matching", lambda: tell("matching", f"/proposals/{run}/cancel", {}),
                  url_for("proposals.drafts", year=school_year()),
                  _("The computation is stopped."))  # fmt: skip


@blueprint.get("/matching/compare")
@allowed(*LEADERS)
def compare() -> Any:
    """Two drafts side by side: their figures, and who would have another mentor."""
    this, other = request.args.get("this", ""), request.args.get("other", "")
    if not this or not other or this == other:
        flash(_("Choose two different drafts."), "danger")
        return redirect(url_for("proposals.drafts", year=school_year()))
    found = ask("matching", f"/proposals/{this}/differences", other=other)
    people = [row[name] for row in found["differences"] for name in ("mentee", "mentor", "other")]
    known = names(people, "proposal")
    rows = sorted(found["differences"], key=lambda row: known.get(row["mentee"], ""))
    pages = max(1, -(-len(rows) // _ROWS))
    page = min(max(number_in(request.args.get("page", "")) or 1, 1), pages)
    return render_template(
        "proposals_compared.html", found=found, rows=rows[(page - 1) * _ROWS : page * _ROWS],
        count=len(rows), page=page, pages=pages, names=known,
    )  # fmt: skip


@blueprint.get("/matching/<run>/check")
@allowed(*LEADERS)
def check(run: str) -> Any:
    """Whether the pairs are the best there are, checked again now."""
    found = ask("matching", f"/proposals/{run}/check")
    return render_template("proposal_check.html", check=found, CRITERIA=CRITERIA)
