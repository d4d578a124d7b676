"""The journal: entering a meeting in three taps, correcting it, its files, the goal, the end."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from gateway import meeting_words
from gateway.context import allowed, every, gateway, signed_in, tell
from gateway.downloads import passed_on
from gateway.keeping import draft, keeping_draft
from gateway.numbers import number_in
from gateway.words import iso_day, sentence
from gateway.working import WRITERS, Pair, pair_of
from shared.domain.errors import DomainError, IdempotencyConflict
from shared.domain.ids import derived_id, new_id

blueprint = Blueprint("journal", __name__)
blueprint.context_processor(meeting_words.for_templates)
Values = dict[str, Any]


def blank_entry(pair: Pair, meeting: str = "") -> Values:
    """A planned meeting, or the one that has come, else one of today: to be saved as it is."""
    planned = {one["id"]: one for one in pair.ahead}
    due = planned.get(meeting, {}) if meeting else pair.due or {}
    day = pair.day_of(due["starts_at"]) if due else pair.today
    return {
        "meeting": due.get("id", ""), "kind": pair.next_kind, "held_on": day,
        "begins": meeting_words.hour_at(pair.zone)(due.get("starts_at")),
        "minutes": due.get("minutes", 45), "mode": due.get("mode", "in_person"),
        "attended": list(pair.row["mentees"]), "absences": {}, "topic": "", "next_step": "",
        "go_on_mentor": "", "go_on_mentee": "", "exception": "", "reason": "", "key": "",
    }  # fmt: skip


def _typed(form: MultiDict[str, str], pair: Pair) -> Values:
    """The form as it was sent, to be shown again."""
    values: Values = {name: form.get(name, "") for name in blank_entry(pair)}
    values["held_on"] = iso_day(values["held_on"])
    values["attended"] = form.getlist("attended")
    away = [p for p in pair.row["mentees"] if p not in values["attended"]]
    told = {person: form.get(f"away.{person}", "") for person in away}
    values["absences"] = {person: reason for person, reason in told.items() if reason}
    return values


def _body(values: Values, pair: Pair) -> dict[str, Any]:
    starts = pair.moment(values["held_on"], values["begins"]) if values["begins"] else None
    return {
        "held_on": values["held_on"], "minutes": _number(values["minutes"]),
        "mode": values["mode"] or "in_person", "starts_at": starts,
        "attended": [pair.row["mentor"], *values["attended"]], "absences": values["absences"],
        "topic": values["topic"], "next_step": values["next_step"],
    }  # fmt: skip


def _number(text: object) -> int | None:
    return number_in(str(text).strip())


def _yes_no(text: str) -> bool | None:
    return {"yes": True, "no": False}.get(text)


def _form(template: str, pair: Pair, status: int = 200, **more: Any) -> Any:
    return render_template(template, **more, **pair.for_template()), status


def _save(path: str, body: dict[str, Any], pair: Pair, said: str, saved: str = "") -> Any:
    """Carries it out and goes to the pair; ``None`` where it was refused, with a sentence said: the
    form is shown again with the key it had, so that what was stored though the answer was lost is
    not stored twice. ``saved`` names the draft that the browser no longer needs."""
    try:
        done = tell("meetings", f"/pairings/{pair.id}{path}", body)
    except IdempotencyConflict:
        flash(_("This form was saved already, and its text has been changed since then. Look at the"
                " pair's journal and correct the entry there."), "danger")  # fmt: skip
        return None
    except DomainError as error:
        flash(sentence(error), "danger")
        return None
    flash(said, "success")
    mark = f"meetings:{done['commit']}"
    return redirect(url_for("meetings.one", pairing=pair.id, saved=saved or None, c=mark))


@blueprint.get("/meetings/<pairing>/entry")
@allowed(*WRITERS)
def entry(pairing: str) -> Any:
    pair = pair_of(pairing)
    kept = draft()
    values = _typed(kept, pair) if kept else blank_entry(pair, request.args.get("meeting", ""))
    return _form("entry.html", pair, typed=values, kept=bool(kept), correcting="")


@blueprint.post("/meetings/<pairing>/entry")
@keeping_draft
@allowed(*WRITERS)
def enter(pairing: str) -> Any:
    pair = pair_of(pairing)
    values = _typed(request.form, pair)
    body = _body(values, pair) | {
        "meeting": values["meeting"] or None,
        "kind": values["kind"],
        "exception": values["exception"],
    }
    if values["kind"] == "trial":
        body["go_on_mentor"] = _yes_no(values["go_on_mentor"])
        body["go_on_mentee"] = _yes_no(values["go_on_mentee"])
    done = _save("/meetings", body, pair, _("The meeting is in the journal."),
                 f"entry-{pair.id}")  # fmt: skip
    return done or _form("entry.html", pair, 422, typed=values, kept=True, correcting="")


@blueprint.get("/meetings/<pairing>/entry/<meeting>")
@allowed(*WRITERS)
def look_again(pairing: str, meeting: str) -> Any:
    pair = pair_of(pairing)
    kept = draft()
    values = _typed(kept, pair) if kept else _values_of(pair, meeting)
    return _form("entry.html", pair, typed=values, kept=bool(kept), correcting=meeting)


def _values_of(pair: Pair, meeting: str) -> Values:
    rows = every("meetings", f"/pairings/{pair.id}/journal")
    found = next((row for row in rows if row["id"] == meeting and row["kind"] != "goal"), None)
    if found is None:
        abort(404)
    return blank_entry(pair) | {
        "kind": found["kind"], "held_on": found["held_on"], "minutes": found["minutes"],
        "mode": found["mode"], "topic": found["topic"] or "",
        "next_step": found["next_step"] or "", "absences": found["absences"],
        "attended": [p for p in found["attended"] if p != pair.row["mentor"]],
        "begins": meeting_words.hour_at(pair.zone)(found["starts_at"]),
    }  # fmt: skip


@blueprint.post("/meetings/<pairing>/entry/<meeting>")
@keeping_draft
@allowed(*WRITERS)
def correct(pairing: str, meeting: str) -> Any:
    pair = pair_of(pairing)
    values = _typed(request.form, pair)
    body = _body(values, pair) | {"reason": values["reason"]}
    done = _save(f"/meetings/{meeting}/correct", body, pair, _("The entry is corrected."),
                 f"correct-{meeting}")  # fmt: skip
    return done or _form("entry.html", pair, 422, typed=values, kept=True, correcting=meeting)


@blueprint.get("/meetings/<pairing>/goal")
@allowed(*WRITERS)
def goal(pairing: str) -> Any:
    return _form("goal.html", pair_of(pairing), values=draft() or {})


@blueprint.post("/meetings/<pairing>/goal")
@keeping_draft
@allowed(*WRITERS)
def propose(pairing: str) -> Any:
    """Whoever proposes it agrees at once."""
    pair = pair_of(pairing)
    form = request.form
    body = {
        "text": form.get("text", ""), "measure": form.get("measure", ""),
        "due": iso_day(form.get("due", "")),
        "planned_meetings": _number(form.get("planned_meetings", "")),
        "agreed_by": [pair.person] if pair.person else form.getlist("agreed_by"),
    }  # fmt: skip
    done = _save("/goal", body, pair, _("The goal is proposed."), f"goal-{pair.id}")
    return done or _form("goal.html", pair, 422, values=form)


@blueprint.get("/meetings/<pairing>/close")
@allowed(*WRITERS)
def ending(pairing: str) -> Any:
    pair = pair_of(pairing)
    return _form("pair_close.html", pair, values=draft() or {}, planned=_last_planned(pair))


def _last_planned(pair: Pair) -> dict[str, Any]:
    """The planned closing meeting whose day has come, to be saved as it is."""
    come = [one for one in pair.ahead if one["kind"] == "closing"]
    come = [one for one in come if pair.day_of(one["starts_at"]) <= pair.today]
    if not come:
        return {}
    one = come[-1]
    return {
        "meeting": one["id"], "held_on": pair.day_of(one["starts_at"]),
        "minutes": one["minutes"], "mode": one["mode"],
    }  # fmt: skip


@blueprint.post("/meetings/<pairing>/close")
@keeping_draft
@allowed(*WRITERS)
def close(pairing: str) -> Any:
    pair = pair_of(pairing)
    form = request.form
    body = {
        "meeting": form.get("meeting") or None,
        "outcome": form.get("outcome", ""), "held_on": iso_day(form.get("held_on", "")),
        "minutes": _number(form.get("minutes", "")) or 0, "mode": form.get("mode", "in_person"),
        "reflection": form.get("reflection", ""), "exception": form.get("exception", ""),
    }  # fmt: skip
    done = _save("/close", body, pair, _("The pair has finished its work."), f"close-{pair.id}")
    return done or _form("pair_close.html", pair, 422, values=form, planned={})


@blueprint.post("/meetings/<pairing>/entry/<meeting>/files")
@allowed(*WRITERS)
def attach(pairing: str, meeting: str) -> Any:
    file = request.files.get("file")
    name = ((file.filename if file else "") or "file")[-200:]
    to = url_for("meetings.one", pairing=pairing)
    try:
        answer = gateway().clients["meetings"].request(
            "POST", f"/v1/pairings/{pairing}/meetings/{meeting}/attachments",
            signed_in().scope(), content=file.read() if file else b"", params={"name": name},
            seconds=60.0, key=derived_id(request.form.get("key") or new_id(), "file"),
            headers={"Content-Type": "application/octet-stream"},
        )  # fmt: skip
    except DomainError as error:
        kinds = _("A PDF, JPEG or PNG of at most 10 MB can be added.")
        flash(kinds if error.code == "invalid" else sentence(error), "danger")
        return redirect(to)
    flash(_("The file is added."), "success")
    return redirect(f"{to}?c=meetings:{answer.json()['commit']}")


@blueprint.get("/meetings/<pairing>/files/<attachment>")
@allowed(*WRITERS)
def download(pairing: str, attachment: str) -> Response:
    return passed_on("meetings", f"/pairings/{pairing}/attachments/{attachment}")


@blueprint.post("/meetings/<pairing>/files/<attachment>/remove")
@allowed(*WRITERS)
def detach(pairing: str, attachment: str) -> Any:
    path = f"/attachments/{attachment}/remove"
    done = _save(path, {}, pair_of(pairing), _("The file is removed."))
    return done or redirect(url_for("meetings.one", pairing=pairing))
