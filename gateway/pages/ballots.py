"""The coordinator's side of the ballot: who met, who has cast, paper ballots; never a choice."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from gateway.context import allowed, ask, every, finish, names, programme, school_year, tell
from gateway.matching_words import for_templates
from gateway.pages.ballot import choice_of, chosen, fault, marks_from
from gateway.words import iso_day, sentence
from shared.domain.errors import DomainError, NotFound

blueprint = Blueprint("ballots", __name__)
blueprint.context_processor(for_templates)


@blueprint.get("/ballots")
@allowed("coordinator")
def turnout() -> Any:
    try:
        found = ask("matching", f"/programmes/{programme()}/ballot")
    except NotFound:
        return _opening()
    people = [*found["mentors"], *found["mentees"]]
    known = names(people, "ballot")
    for side in ("mentors", "mentees"):
        found[side] = sorted(found[side], key=lambda person: known.get(person, ""))
    return render_template("ballots.html", found=found, names=known, all=len(people))


def _opening() -> str:
    """Whom the general meeting brought together, as far as its record names them."""
    try:
        held = ask("meetings", "/outreach", year=school_year(), item="5.1")["items"]
    except DomainError:
        held = []
    met = {person for one in held for person in one.get("people") or ()}
    sides = {}
    for role, status in (("mentor", "listed"), ("mentee", "admitted")):
        rows = every("matching", "/candidates", year=school_year(), role=role, status=status)
        sides[role] = [row["person"] for row in rows]
    known = names([*sides["mentor"], *sides["mentee"]], "ballot")
    for people in sides.values():
        people.sort(key=lambda person: known.get(person, ""))
    return render_template("ballots_open.html", sides=sides, names=known, met=met)


@blueprint.post("/ballots")
@allowed("coordinator")
def open_ballot() -> Any:
    body = {
        "closes": iso_day(request.form.get("closes", "")),
        "mentors": request.form.getlist("mentor"),
        "mentees": request.form.getlist("mentee"),
    }
    return finish(
        "matching", lambda: tell("matching", f"/programmes/{programme()}/ballot", body),
        url_for("ballots.turnout"), _("The ballot is open."),
    )  # fmt: skip


@blueprint.post("/ballots/remind")
@allowed("coordinator")
def remind() -> Any:
    return finish(
        "matching", lambda: tell("matching", f"/programmes/{programme()}/ballot/remind", {}),
        url_for("ballots.turnout"), _("Whoever has not voted is reminded on their own page."),
    )  # fmt: skip


@blueprint.post("/ballots/close")
@allowed("coordinator")
def close() -> Any:
    return finish(
        "matching", lambda: tell("matching", f"/programmes/{programme()}/ballot/close", {}),
        url_for("ballots.turnout"), _("The ballot is closed."),
    )  # fmt: skip


@blueprint.get("/ballots/paper/<voter>")
@allowed("coordinator")
def paper(voter: str) -> Any:
    """A ballot on paper; what somebody chose before is not shown."""
    return _paper(voter, {}, "")


@blueprint.post("/ballots/paper/<voter>")
@allowed("coordinator")
def enter(voter: str) -> Any:
    found = ask("matching", f"/programmes/{programme()}/ballot/cards/{voter}")
    marks = marks_from(found["cards"])
    wrong = fault(marks)
    if wrong:
        return _paper(voter, marks, wrong)
    picked = chosen(found["cards"], marks)
    body = choice_of(
        [card["id"] for card in picked["ranked"]], [card["id"] for card in picked["ruled_out"]]
    )
    path = f"/programmes/{programme()}/ballot/votes/{voter}"
    return finish("matching", lambda: tell("matching", path, body), url_for("ballots.turnout"),
                  _("The paper ballot is entered."))  # fmt: skip


def _paper(voter: str, marks: dict[str, str], wrong: str) -> Any:
    try:
        found = ask("matching", f"/programmes/{programme()}/ballot/cards/{voter}")
    except DomainError as error:
        flash(sentence(error), "danger")
        return redirect(url_for("ballots.turnout"))
    name = names([voter], "ballot").get(voter, "—")
    return render_template("ballots_paper.html", voter=voter, name=name, found=found, marks=marks,
                           wrong=wrong)  # fmt: skip
