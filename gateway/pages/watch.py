"""Alerts in one list: low feedback, doubts after a trial, meetings never entered, silent pairs."""

from __future__ import annotations

from typing import Any, Final

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _

from gateway import feedback_words, meeting_words
from gateway.context import allowed, ask, finish, me, names, signed_in, tell
from gateway.keeping import among, draft, written_again
from gateway.meeting_words import ALERT_KINDS, at_school
from shared.domain.errors import DomainError
from shared.domain.ids import derived_id

blueprint = Blueprint("watch", __name__)
blueprint.context_processor(meeting_words.for_templates)
blueprint.context_processor(feedback_words.for_templates)
WATCHERS: Final = frozenset({"coordinator", "head"})
LISTENERS: Final = frozenset({"coordinator", "psychologist"})
"""Who sees whether pairs meet, and who reads what is said in confidence."""
WAITING: Final = ("feedback", "doubt", "overdue", "silent")
"""The most urgent first."""
_EACH: Final = 20


@blueprint.app_context_processor
def counts() -> dict[str, Any]:
    """For the menu and the first page; they are drawn without where meetings do not answer."""
    return {"alert_counts": alert_counts, "alerts_waiting": alerts_waiting}


def alert_counts() -> dict[str, int] | None:
    """Asked once for a page."""
    found = me()
    if found is None or not found.roles & (WATCHERS | LISTENERS):
        return None
    if "alert_counts" not in g:
        try:
            g.alert_counts = dict(ask("meetings", "/alerts/counts"))
        except DomainError:
            g.alert_counts = None
    return g.alert_counts


def alerts_waiting() -> int:
    told = alert_counts() or {}
    return sum(told.get(kind, 0) for kind in WAITING)


def _kinds() -> list[str]:
    """What the roles of the reader see of it."""
    roles = signed_in().roles
    waiting = (["feedback"] if roles & LISTENERS else []) + (
        ["doubt", "overdue", "silent"] if roles & WATCHERS else []
    )
    return ["all", *waiting, *(["closed"] if roles & WATCHERS else [])]


@blueprint.get("/alerts")
@allowed("coordinator", "head", "psychologist")
def listing() -> Any:
    kinds, kind = _kinds(), request.args.get("kind", "all")
    kind = kind if kind in kinds else "all"
    items, found, longer = _rows(kind, kinds)
    rules = ask("meetings", "/rules")
    wanted = dict.fromkeys(one["pairing"] for one in items)
    pairs = {pairing: ask("meetings", f"/pairings/{pairing}") for pairing in wanted}
    people = [p for row in pairs.values() for p in (row["mentor"], *row["mentees"])]
    return render_template(
        "alerts.html", kind=kind, kinds=kinds, items=items, found=found, longer=longer, pairs=pairs,
        counted=alert_counts() or {}, names=names(people, "alerts"), at=at_school(rules["zone"]),
        rules=rules, typed=_written(),
    )  # fmt: skip


def _written() -> dict[tuple[str, ...], str]:
    """Where a note was sent, for which alert and meeting → the note that was not taken."""
    kept = draft()
    if kept is None:
        return {}
    return {tuple(kept.get(name, "") for name in ("of", "alert", "meeting")): kept.get("note", "")}


def _rows(kind: str, kinds: list[str]) -> tuple[list[dict[str, Any]], dict[str, Any], list[str]]:
    """Of everything the first of each kind, and of which there are more; of one kind a page."""
    if kind != "all":
        after = request.args.get("after")
        found = _found(kind, limit=50, **({"after": after} if after else {}))
        return _named(kind, found), found, []
    items: list[dict[str, Any]] = []
    longer: list[str] = []
    for one in WAITING:
        if one in kinds:
            found = _found(one, limit=_EACH)
            items += _named(one, found)
            longer += [one] if found["next"] else []
    return items, {}, longer


def _found(kind: str, **query: Any) -> dict[str, Any]:
    if kind == "feedback":
        return dict(ask("meetings", "/feedback/alerts", **query))
    return dict(ask("meetings", "/alerts", kind=kind, **query))


def _named(kind: str, found: dict[str, Any]) -> list[dict[str, Any]]:
    return [{**one, "of": kind, "pairing": one.get("pairing", one["id"])} for one in found["items"]]


@blueprint.post("/alerts/<pairing>/close")
@among("watch.listing")
@allowed("coordinator")
def close(pairing: str) -> Any:
    kind = request.form.get("alert", "")
    body = {
        "alert": kind,
        "meeting": request.form.get("meeting", ""),
        "note": request.form.get("note", ""),
    }
    return _closed(f"/pairings/{pairing}/alerts/close", body)


def _closed(path: str, body: dict[str, str]) -> Any:
    """Says so where the note was not kept."""

    def work() -> Any:
        done = tell("meetings", path, body)
        if not done["note_kept"]:
            flash(_("The note is not kept: the alert was closed before, or somebody in the pair has withdrawn"
                    " consent or was erased."), "warning")  # fmt: skip
        return done

    return finish("meetings", work, _back(), _("The alert is closed."), refused=written_again)


def _back() -> str:
    kind = request.form.get("back", "all")
    return url_for("watch.listing", kind=kind if kind in ALERT_KINDS else "all")


@blueprint.post("/alerts/feedback/<alert>/close")
@among("watch.listing")
@allowed("coordinator", "psychologist")
def handled(alert: str) -> Any:
    body = {"note": request.form.get("note", "")}
    return _closed(f"/feedback/alerts/{alert}/handled", body)


@blueprint.post("/alerts/<pairing>/rematch")
@allowed("coordinator")
def rematch(pairing: str) -> Any:
    """One click from the doubt to the proposal for this mentee: computed with all other pairs kept
    as they are, and shown as soon as it is there."""
    row = ask("meetings", f"/pairings/{pairing}")
    mentee = request.form.get("mentee", "")
    if mentee not in row["mentees"]:
        abort(404)
    made: dict[str, Any] = {}
    body = {"groups": False, "keep": True, "changes": 0}
    year = row["year"]
    of_year = derived_id("programme", signed_in().scope().tenant, year)

    def work() -> Any:
        made.update(tell("matching", f"/programmes/{of_year}/proposals", body))
        return made

    answer = finish("matching", work, url_for("watch.listing", kind="doubt"),
                    _("Another mentor is being looked for; all other pairs stay."))  # fmt: skip
    if "id" not in made:
        return answer
    return redirect(url_for("board.mentee", run=made["id"], mentee=mentee, year=year,
                            c=f"matching:{made['commit']}"))  # fmt: skip
