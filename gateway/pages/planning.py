"""What lies ahead of a pair: single meetings, weekly plans, another time, calling off."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from gateway.context import allowed, finish, tell
from gateway.numbers import number_or
from gateway.words import iso_day, sentence
from gateway.working import WRITERS, Pair, pair_of
from shared.domain.errors import DomainError

blueprint = Blueprint("planning", __name__)


def _do(pairing: str, path: str, body: dict[str, Any], said: str) -> Any:
    return finish(
        "meetings", lambda: tell("meetings", f"/pairings/{pairing}{path}", body),
        url_for("meetings.one", pairing=pairing), said,
    )  # fmt: skip


def _time(pair: Pair) -> dict[str, Any] | None:
    """Day, beginning and end or length out of the form; ``None`` where they make no time."""
    form = request.form
    day = iso_day(form.get("day", ""))
    starts = pair.moment(day, form.get("begins", ""))
    ends = pair.moment(day, form.get("ends", "")) if form.get("ends") else None
    if starts is None or (form.get("ends") and ends is None):
        return None
    minutes = form.get("minutes", "")
    length = {"ends_at": ends} if ends else {"minutes": number_or(minutes, 45)}
    return {"starts_at": starts, "mode": form.get("mode", "in_person"), **length}


def _unclear(pairing: str) -> Any:
    flash(_("Give a day and an hour, for example 15.10.2026 and 15:30."), "danger")
    return redirect(url_for("meetings.one", pairing=pairing))


@blueprint.post("/meetings/<pairing>/plan")
@allowed(*WRITERS)
def plan(pairing: str) -> Any:
    pair = pair_of(pairing)
    time = _time(pair)
    if time is None:
        return _unclear(pairing)
    body = {"kind": request.form.get("kind", "regular"), **time}
    return _do(pairing, "/meetings/plan", body, _("The meeting is planned."))


@blueprint.post("/meetings/<pairing>/rhythm")
@allowed(*WRITERS)
def set_rhythm(pairing: str) -> Any:
    form = request.form
    weekday, minutes = form.get("weekday", ""), form.get("minutes", "")
    skip = [iso_day(line) for line in form.get("skip", "").splitlines() if line.strip()]
    body = {
        "weekday": number_or(weekday, -1), "at": form.get("at", ""),
        "every": 2 if form.get("every") == "2" else 1, "first": iso_day(form.get("first", "")),
        "until": iso_day(form.get("until", "")), "skip": skip,
        "minutes": number_or(minutes, 45),
        "mode": form.get("mode", "in_person"),
    }  # fmt: skip
    to = url_for("meetings.one", pairing=pairing)
    try:
        done = tell("meetings", f"/pairings/{pairing}/rhythms", body)
    except DomainError as error:
        flash(sentence(error), "danger")
        return redirect(to)
    count = done["meetings"]
    flash(
        ngettext("%(num)s meeting is planned.", "%(num)s meetings are planned.", count), "success"
    )
    return redirect(f"{to}?c=meetings:{done['commit']}")


@blueprint.post("/meetings/<pairing>/rhythm/<rhythm>/stop")
@allowed(*WRITERS)
def stop_rhythm(pairing: str, rhythm: str) -> Any:
    return _do(pairing, f"/rhythms/{rhythm}/stop", {}, _("The coming meetings are called off."))


@blueprint.post("/meetings/<pairing>/planned/<meeting>/move")
@allowed(*WRITERS)
def move(pairing: str, meeting: str) -> Any:
    """One of the pair asks the other; the coordinator moves at once."""
    pair = pair_of(pairing)
    time = _time(pair)
    if time is None:
        return _unclear(pairing)
    if pair.person:
        said = _("The other side is asked; until it agrees the meeting stays where it is.")
        return _do(pairing, f"/meetings/{meeting}/move", time, said)
    body = {**time, "agreed_by": request.form.getlist("agreed_by")}
    return _do(pairing, f"/meetings/{meeting}/move", body, _("The meeting is moved."))


@blueprint.post("/meetings/<pairing>/planned/<meeting>/answer")
@allowed(*WRITERS)
def answer(pairing: str, meeting: str) -> Any:
    pair = pair_of(pairing)
    agree = request.form.get("answer") == "yes"
    body = {
        "starts_at": request.form.get("starts_at", ""), "agree": agree,
        "person": pair.person or request.form.get("person", ""),
    }  # fmt: skip
    said = _("The meeting is moved.") if agree else _("The meeting stays where it was.")
    return _do(pairing, f"/meetings/{meeting}/move/answer", body, said)


@blueprint.post("/meetings/<pairing>/planned/<meeting>/cancel")
@allowed(*WRITERS)
def cancel(pairing: str, meeting: str) -> Any:
    body = {"reason": request.form.get("reason", "other")}
    return _do(pairing, f"/meetings/{meeting}/cancel", body, _("The meeting is called off."))
