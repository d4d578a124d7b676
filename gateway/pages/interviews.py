"""Interviews as the school sees them: times on offer, protocols, decisions."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from gateway import selection_words
from gateway.config import time_zone
from gateway.context import allowed, ask, every, finish, school_year, signed_in, tell
from gateway.numbers import number_in, number_or
from gateway.selection_words import ASPECTS
from gateway.words import iso_day

blueprint = Blueprint("interviews", __name__)
blueprint.context_processor(selection_words.for_templates)
_STAFF: Final = ("coordinator", "psychologist")
_MOST: Final = 50


def _paging() -> dict[str, Any]:
    after = request.args.get("after")
    return {"year": school_year(), "limit": 50, **({"after": after} if after else {})}


@blueprint.get("/interviews")
@allowed(*_STAFF)
def held() -> Any:
    return render_template("interviews.html", found=ask("participants", "/interviews", **_paging()))


@blueprint.get("/interviews/times")
@allowed(*_STAFF)
def times() -> Any:
    found = ask("participants", "/interviews/slots", **_paging())
    free = any(row["status"] == "free" for row in found["items"])
    mentors = every("participants", "/mentors") if free and _may_book() else []
    people = {row["id"]: row["name"] for row in mentors if row.get("name")}
    return render_template("interview_times.html", found=found, people=people)


def _may_book() -> bool:
    return "coordinator" in signed_in().roles


@blueprint.post("/interviews/times")
@allowed(*_STAFF)
def offer() -> Any:
    """A day from one hour to another, cut into interviews."""
    year, starts, minutes = school_year(), _starts(), _minutes()
    to = url_for("interviews.times", year=year)
    if not starts:
        flash(_("Give a day, and a beginning before the end."), "danger")
        return redirect(to)
    body = {
        "year": year,
        "starts": starts,
        "minutes": minutes,
        "place": request.form.get("place", ""),
        "psychologist": request.form.get("psychologist") == "yes",
    }
    return finish("participants", lambda: tell("participants", "/interviews/slots", body), to,
                  _("The times are on offer."))  # fmt: skip


def _minutes() -> int:
    return min(max(number_or(request.form.get("minutes", ""), 30), 5), 240)


def _starts() -> list[str]:
    """Nothing where the form makes no sense; at most 50."""
    day, step = iso_day(request.form.get("day", "")), timedelta(minutes=_minutes())
    try:
        start, end = (
            datetime.fromisoformat(f"{day}T{request.form.get(name, '').strip():0>5}")
            for name in ("begins", "ends")
        )
    except ValueError:
        return []
    found: list[str] = []
    while start + step <= end and len(found) < _MOST:
        found.append(start.replace(tzinfo=time_zone()).isoformat())
        start += step
    return found


@blueprint.post("/interviews/times/<slot>/withdraw")
@allowed(*_STAFF)
def withdraw(slot: str) -> Any:
    return finish(
        "participants", lambda: tell("participants", f"/interviews/slots/{slot}/withdraw", {}),
        url_for("interviews.times", year=school_year()), _("The time is no longer on offer."),
    )  # fmt: skip


@blueprint.post("/interviews/times/<slot>/book")
@allowed("coordinator")
def book(slot: str) -> Any:
    """For a mentor who has no account here."""
    body = {"person": request.form.get("person", ""), "move": True}
    return finish(
        "participants", lambda: tell("participants", f"/interviews/slots/{slot}/book", body),
        url_for("interviews.times", year=school_year()), _("The interview is booked."),
    )  # fmt: skip


@blueprint.post("/interviews/<interview>/cancel")
@allowed(*_STAFF)
def cancel(interview: str) -> Any:
    return finish(
        "participants", lambda: tell("participants", f"/interviews/{interview}/cancel", {}),
        url_for("interviews.held", year=school_year()), _("The interview is called off."),
    )  # fmt: skip


@blueprint.post("/interviews/<interview>/protocol")
@allowed(*_STAFF)
def protocol(interview: str) -> Any:
    given = {code: number_in(request.form.get(code, "")) for code in ASPECTS}
    body = {
        "protocol": request.form.get("protocol", ""),
        "scores": {code: mark for code, mark in given.items() if mark is not None},
    }
    return finish(
        "participants", lambda: tell("participants", f"/interviews/{interview}/protocol", body),
        url_for("interviews.held", year=school_year()), _("The protocol is kept."),
    )  # fmt: skip


@blueprint.post("/interviews/<interview>/decide")
@allowed(*_STAFF)
def decide(interview: str) -> Any:
    body = {name: request.form.get(name, "") for name in ("decision", "reason")}
    return finish(
        "participants", lambda: tell("participants", f"/interviews/{interview}/decide", body),
        url_for("interviews.held", year=school_year()), _("The decision is entered."),
    )  # fmt: skip
