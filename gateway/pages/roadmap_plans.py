"""Dates and people in charge: a form for each stage, all dates at once, the next year."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from gateway.context import allowed, ask, every, finish, programme, school_year, tell
from gateway.numbers import number_in, number_or
from gateway.pages.roadmap import holidays
from gateway.words import ROLES, iso_day, sentence, word
from shared.domain.errors import Conflict, DomainError, Invalid, NotFound
from shared.domain.school_years import year_after

blueprint = Blueprint("roadmap_plans", __name__)
_LEADERS: Final = ("coordinator", "head")
_IN_CHARGE: Final = ("coordinator", "head", "psychologist", "social_worker", "teacher", "mentor")


@blueprint.get("/school/stages/<int:stage>/plan")
@allowed(*_LEADERS)
def form(stage: int) -> Any:
    return _form(stage, _board(), {}, {})


def _board() -> dict[str, Any]:
    found: dict[str, Any] = ask("reporting", f"/roadmaps/{programme()}")
    return found


def _form(
    stage: int, board: dict[str, Any], typed: Mapping[str, str], wrong: Mapping[str, str]
) -> Any:
    """``typed`` is what came from the form, so that a mistake loses nothing."""
    if not 1 <= stage <= 7:
        abort(404)
    items = [item for item in board["items"] if item["stage"] == stage]
    fields = {
        "starts": lambda item: item["starts"],
        "ends": lambda item: item["ends"],
        "who": lambda item: f"p:{item['person']}" if item["person"] else f"r:{item['role']}",
    }
    for item in items:
        for name, value in fields.items():
            item[f"form_{name}"] = typed.get(f"{item['item']}-{name}", value(item))
    return render_template(
        "roadmap_stage.html", stage=board["stages"][stage - 1], items=items, wrong=wrong,
        version=typed.get("version", board["version"]), choices=_choices(items),
    )  # fmt: skip


def _choices(items: list[dict[str, Any]]) -> dict[str, str]:
    """Roles, then whoever of the staff has access today, then who is in charge already."""
    rows = every("participants", "/staff")
    people = {
        row["person"]: row["name"] for row in rows if row["name"] and row["state"] == "active"
    }
    for item in items:
        if item["person"] and item["person"] not in people:
            people[item["person"]] = _("somebody whose name is not known here")
    roles = {f"r:{role}": word(ROLES, role) for role in _IN_CHARGE}
    roles |= {f"r:{i['role']}": word(ROLES, i["role"]) for i in items if i["role"]}
    named = {f"p:{person}": name for person, name in people.items()}
    return {**roles, **dict(sorted(named.items(), key=lambda pair: pair[1]))}


@blueprint.post("/school/stages/<int:stage>/plan")
@allowed(*_LEADERS)
def plan(stage: int) -> Any:
    """All lines of the form, or none of them."""
    board, given = _board(), request.form
    numbers = [item["item"] for item in board["items"] if item["stage"] == stage]
    version = given.get("version", "")
    body = {
        "items": [_line(number, given) for number in numbers],
        "version": number_in(version),
    }
    try:
        done = tell("reporting", f"/roadmaps/{programme()}/items", body, method="PUT")
    except Invalid as error:
        flash(_("Nothing was kept yet: look at the lines marked below."), "danger")
        return _form(stage, board, given, _wrong(error, numbers)), 422
    except Conflict:
        flash(_("Somebody changed the plan meanwhile. Look at it again and keep it once more."),
              "danger")  # fmt: skip
        return _form(stage, board, {**given, "version": board["version"]}, {}), 409
    except DomainError as error:
        flash(sentence(error), "danger")
        return _form(stage, board, given, {}), 409
    flash(_("The plan is kept."), "success")
    to = url_for("roadmap.school", year=school_year(), c=f"reporting:{done['commit']}")
    return redirect(f"{to}#stage-{stage}")


def _line(number: str, given: Mapping[str, str]) -> dict[str, Any]:
    kind, _colon, value = given.get(f"{number}-who", "").partition(":")
    return {
        "item": number,
        "starts": iso_day(given.get(f"{number}-starts", "")),
        "ends": iso_day(given.get(f"{number}-ends", "")),
        "role": value if kind == "r" else None,
        "person": value if kind == "p" else None,
    }


def _wrong(error: Invalid, numbers: list[str]) -> dict[str, str]:
    """Item → what is wrong. The domain names items, the form's check their place in the list."""
    said = {}
    for path, texts in error.fields.items():
        parts = path.split(".")
        place = number_in(parts[1]) if len(parts) == 3 and parts[0] == "items" else None
        if place is not None:
            said[numbers[place]] = _("Enter both dates, like 01.09.2026.")
        elif ".".join(parts[:2]) in numbers:
            number = ".".join(parts[:2])
            said[number] = (
                _("The end lies before the beginning.")
                if "not before the start" in texts
                else _("The dates lie too far from the programme, or nobody is in charge.")
            )
    return said


@blueprint.get("/school/dates")
@allowed(*_LEADERS)
def dates() -> Any:
    """All dates at once: moved, suggested anew, copied to the next year. Where no roadmap is begun,
    the page on which to begin it."""
    try:
        board = _board()
    except NotFound:
        return redirect(url_for("roadmap.school", year=school_year()))
    return render_template("roadmap_dates.html", board=board, next_year=year_after(school_year()))


@blueprint.post("/school/dates/shift")
@allowed(*_LEADERS)
def shift() -> Any:
    given = request.form
    days = given.get("days", "").strip()
    body = {
        "days": (-1 if given.get("way") == "earlier" else 1) * number_or(days, 0),
        "from_stage": number_or(given.get("from_stage", ""), 1),
        "holidays": holidays(school_year()),
    }
    return _changed("shift", body, _("All dates are moved."))


@blueprint.post("/school/dates/suggest")
@allowed(*_LEADERS)
def suggest() -> Any:
    body = {"holidays": holidays(school_year())}
    return _changed("suggest", body, _("The usual dates stand again."))


def _changed(what: str, body: dict[str, Any], said: str) -> Any:
    path = f"/roadmaps/{programme()}/{what}"
    return finish("reporting", lambda: tell("reporting", path, body),
                  url_for("roadmap.school", year=school_year()), said)  # fmt: skip


@blueprint.post("/school/dates/copy")
@allowed(*_LEADERS)
def copy() -> Any:
    year = year_after(school_year())
    body = {"holidays": holidays(year)}
    path = f"/roadmaps/{programme()}/copy"
    said = _("The next year’s draft is made. Look at its dates, and say which items apply.")
    return finish("reporting", lambda: tell("reporting", path, body),
                  url_for("roadmap.school", year=year), said)  # fmt: skip
