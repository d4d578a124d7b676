"""The ballot of a mentor, a mentee, or a small child's guardian: choose, look again, send."""

from __future__ import annotations

from typing import Any, Final

from flask import Blueprint, Response, flash, redirect, render_template, request
from flask_babel import gettext as _

from gateway.acting import Acting, acting
from gateway.matching_words import for_templates
from gateway.words import sentence
from shared.domain.errors import DomainError, NotFound

blueprint = Blueprint("ballot", __name__)
blueprint.context_processor(for_templates)
PLACES: Final = ("1", "2", "3")
RULED_OUT: Final = "out"


@blueprint.get("/ballot")
@blueprint.get("/family/<int:index>/<child>/ballot")
def show(index: int | None = None, child: str | None = None) -> Any:
    one = acting(index, child, "mentor", "mentee")
    if isinstance(one, Acting):
        return _page(one)
    return one


@blueprint.post("/ballot/check")
@blueprint.post("/family/<int:index>/<child>/ballot/check")
def check(index: int | None = None, child: str | None = None) -> Any:
    """Nothing is sent yet: the choice is shown once more."""
    one = acting(index, child, "mentor", "mentee")
    if not isinstance(one, Acting):
        return one
    found = _found(one)
    if found is None or found["closed"]:
        return redirect(one.url("ballot.show"))
    marks = marks_from(found["cards"])
    wrong = fault(marks)
    if wrong:
        return _page(one, marks, wrong)
    return render_template(
        "ballot_check.html", one=one, found=found, **chosen(found["cards"], marks)
    )


@blueprint.post("/ballot")
@blueprint.post("/family/<int:index>/<child>/ballot")
def cast(index: int | None = None, child: str | None = None) -> Any:
    one = acting(index, child, "mentor", "mentee")
    if not isinstance(one, Acting):
        return one
    path = f"/programmes/{one.programme}/ballot/votes/{one.person}"
    try:
        one.tell("matching", path, choice_of(request.form.getlist("rank"),
                                             request.form.getlist("veto")))  # fmt: skip
    except DomainError as error:
        flash(sentence(error), "danger")
        return redirect(one.url("ballot.show"))
    flash(_("Your ballot is in. You can change it until it closes."), "success")
    return redirect(one.url("ballot.show"))


def _found(one: Acting) -> dict[str, Any] | None:
    try:
        found: dict[str, Any] = one.ask(
            "matching", f"/programmes/{one.programme}/ballot/cards/{one.person}"
        )
    except NotFound:
        return None
    return found


def _page(one: Acting, marks: dict[str, str] | None = None, wrong: str = "") -> str | Response:
    try:
        found = _found(one)
    except DomainError as error:
        return render_template("ballot_none.html", sentence=sentence(error))
    if found is None:
        return render_template("ballot_none.html", sentence="")
    return render_template(
        "ballot.html", one=one, found=found, wrong=wrong,
        marks=marks if marks is not None else marks_of(found),
    )  # fmt: skip


def marks_of(found: dict[str, Any]) -> dict[str, str]:
    """What was chosen before, card by card."""
    marks = {person: str(place) for place, person in enumerate(found["ranking"] or (), 1)}
    return marks | {person: RULED_OUT for person in found["vetoes"] or ()}


def marks_from(cards: list[dict[str, Any]]) -> dict[str, str]:
    given = {card["id"]: request.form.get(f"m-{card['id']}", "") for card in cards}
    return {id: mark for id, mark in given.items() if mark in (*PLACES, RULED_OUT)}


def fault(marks: dict[str, str]) -> str:
    """Why these marks make no ballot, in words; nothing where they do."""
    places = [mark for mark in marks.values() if mark in PLACES]
    if len(set(places)) != len(places):
        return _("Two people have the same place. Give each place to one person.")
    return ""


def chosen(cards: list[dict[str, Any]], marks: dict[str, str]) -> dict[str, Any]:
    """Ranked and ruled out, in order; a place left out moves the next ones up."""
    by_id = {card["id"]: card for card in cards}
    ranked = sorted((mark, id) for id, mark in marks.items() if mark in PLACES)
    return {
        "ranked": [by_id[id] for _place, id in ranked],
        "ruled_out": [by_id[id] for id, mark in marks.items() if mark == RULED_OUT],
        "marks": marks,
    }


def choice_of(ranking: list[str], vetoes: list[str]) -> dict[str, Any]:
    return {"ranking": ranking, "vetoes": vetoes}
