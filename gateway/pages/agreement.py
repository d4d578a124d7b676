"""The own pair of a mentor, a mentee, or a guardian's child: why, yes or no, the order's notice."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request
from flask_babel import gettext as _

from gateway.acting import Acting, acting
from gateway.context import school_year
from gateway.matching_words import for_templates
from gateway.words import sentence
from shared.domain.errors import DomainError

blueprint = Blueprint("agreement", __name__)
blueprint.context_processor(for_templates)
_ROLES = ("mentor", "mentee")


@blueprint.get("/agreement")
@blueprint.get("/family/<int:index>/<child>/agreement")
def show(index: int | None = None, child: str | None = None) -> Any:
    one = acting(index, child, *_ROLES)
    if not isinstance(one, Acting):
        return one
    rows = one.ask("matching", "/pairs", year=school_year(), limit=50)["items"]
    mine = [_shown(one, row) for row in rows if _concerns(row, one.person)]
    order = {"proposed": 0, "agreed": 1, "fixed": 2, "active": 3, "suspended": 4}
    mine = sorted((row for row in mine if row["status"] in order), key=lambda r: order[r["status"]])
    return render_template("agreement.html", one=one, rows=mine, reminder=_ballot_waits(one))


def _concerns(row: dict[str, Any], person: str) -> bool:
    return person == row["mentor"] or person in row["mentees"]


def _shown(one: Acting, row: dict[str, Any]) -> dict[str, Any]:
    """With whom, and why; where a consent is missing only that the pair is there."""
    try:
        others = one.ask("matching", f"/pairs/{row['id']}/why/{one.person}")["items"]
    except DomainError:
        others = []
    return {**row, "others": others, "as_mentor": row["mentor"] == one.person}


def _ballot_waits(one: Acting) -> bool:
    """The coordinator reminded this person, who has not voted since."""
    try:
        found = one.ask("matching", f"/programmes/{one.programme}/ballot")
    except DomainError:
        return False
    return (
        found["status"] == "open"
        and one.person in found["reminded"]
        and one.person not in found["cast"]
    )


@blueprint.post("/agreement/<pairing>/agree")
@blueprint.post("/family/<int:index>/<child>/agreement/<pairing>/agree")
def agree(pairing: str, index: int | None = None, child: str | None = None) -> Any:
    return _after(index, child, lambda one: one.tell(
        "matching", f"/pairs/{pairing}/agree", {"person": one.person}
    ), _("You have agreed. The others answer too, then the head signs the order."))  # fmt: skip


@blueprint.post("/agreement/<pairing>/decline")
@blueprint.post("/family/<int:index>/<child>/agreement/<pairing>/decline")
def decline(pairing: str, index: int | None = None, child: str | None = None) -> Any:
    reason = request.form.get("reason", "other")
    return _after(index, child, lambda one: one.tell(
        "matching", f"/pairs/{pairing}/decline", {"person": one.person, "reason": reason}
    ), _("You have declined. The coordinator looks for another pair."))  # fmt: skip


@blueprint.post("/agreement/<pairing>/read")
@blueprint.post("/family/<int:index>/<child>/agreement/<pairing>/read")
def read(pairing: str, index: int | None = None, child: str | None = None) -> Any:
    return _after(index, child, lambda one: one.tell(
        "matching", f"/pairs/{pairing}/read", {"person": one.person}
    ), _("Thank you: the coordinator sees that you have read it."))  # fmt: skip


def _after(index: int | None, child: str | None, work: Callable[[Acting], Any], said: str) -> Any:
    one = acting(index, child, *_ROLES)
    if not isinstance(one, Acting):
        return one
    to = one.url("agreement.show")
    try:
        done = work(one)
    except DomainError as error:
        flash(sentence(error), "danger")
        return redirect(to)
    flash(said, "success")
    return redirect(f"{to}?c=matching:{done['commit']}")
