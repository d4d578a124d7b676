"""Courses for mentors: sessions, attendance, materials, results and certificates."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import Any, Final

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _

from gateway import selection_words
from gateway.addresses import site
from gateway.config import time_zone
from gateway.context import allowed, ask, every, finish, gateway, school_year, signed_in, tell
from gateway.downloads import passed_on
from gateway.numbers import number_or
from gateway.words import iso_day, sentence
from shared.domain.errors import DomainError
from shared.domain.ids import derived_id, new_id

blueprint = Blueprint("trainings", __name__)
blueprint.context_processor(selection_words.for_templates)
_READERS: Final = ("coordinator", "head")


def _do(training: str, path: str, body: dict[str, Any], said: str) -> Any:
    return finish("participants", lambda: tell("participants", f"/trainings/{training}{path}", body),
                  url_for("trainings.one", training=training), said)  # fmt: skip


@blueprint.get("/trainings")
@allowed(*_READERS)
def courses() -> Any:
    after = request.args.get("after")
    paging = {"limit": 50, **({"after": after} if after else {})}
    found = ask("participants", "/trainings", year=school_year(), **paging)
    return render_template("trainings.html", found=found)


@blueprint.post("/trainings")
@allowed("coordinator")
def plan() -> Any:
    body = {
        "year": school_year(),
        "title": request.form.get("title", "").strip(),
        "held_on": iso_day(request.form.get("held_on", "")),
        "experts": _lines("experts"),
        "materials": _lines("materials"),
    }
    return finish("participants", lambda: tell("participants", "/trainings", body),
                  url_for("trainings.courses", year=school_year()), _("The course is planned."))  # fmt: skip


def _lines(name: str) -> list[str]:
    return [line.strip() for line in request.form.get(name, "").splitlines() if line.strip()]


@blueprint.get("/trainings/<training>")
@allowed(*_READERS)
def one(training: str) -> Any:
    course = ask("participants", f"/trainings/{training}")
    enrolled = {row["person"] for row in course["people"]}
    mentors = every("participants", "/mentors") if "coordinator" in signed_in().roles else []
    free = {r["id"]: r["name"] for r in mentors if r.get("name") and r["id"] not in enrolled}
    attended = Counter(person for session in course["sessions"] for person in session["present"])
    return render_template("training.html", course=course, free=free, attended=attended)


@blueprint.post("/trainings/<training>/enrol")
@allowed("coordinator")
def enrol(training: str) -> Any:
    return _do(training, "/enrol", {"people": request.form.getlist("people")}, _("Enrolled."))


@blueprint.post("/trainings/<training>/sessions")
@allowed("coordinator")
def plan_session(training: str) -> Any:
    day, clock = iso_day(request.form.get("day", "")), request.form.get("begins", "")
    minutes = request.form.get("minutes", "")
    try:
        starts = datetime.fromisoformat(f"{day}T{clock.strip():0>5}").replace(tzinfo=time_zone())
    except ValueError:
        flash(_("Check what you entered: %(fields)s", fields=_("the form")), "danger")
        return redirect(url_for("trainings.one", training=training))
    body = {
        "starts": starts.isoformat(),
        "minutes": number_or(minutes, 0),
        "topic": request.form.get("topic", ""),
    }
    return _do(training, "/sessions", body, _("The session is planned."))


@blueprint.post("/trainings/<training>/sessions/<session>/drop")
@allowed("coordinator")
def drop_session(training: str, session: str) -> Any:
    return _do(training, f"/sessions/{session}/drop", {}, _("The session is taken out."))


@blueprint.post("/trainings/<training>/sessions/<session>/attendance")
@allowed("coordinator")
def attendance(training: str, session: str) -> Any:
    body = {"present": request.form.getlist("present")}
    return _do(training, f"/sessions/{session}/attendance", body, _("Attendance is kept."))


@blueprint.post("/trainings/<training>/results/<person>")
@allowed("coordinator")
def result(training: str, person: str) -> Any:
    body = {"person": person, "passed": request.form.get("passed") == "yes"}
    return _do(training, "/complete", body, _("The result is entered."))


@blueprint.post("/trainings/<training>/materials")
@allowed("coordinator")
def add_material(training: str) -> Any:
    """A file where one is chosen, else a link."""
    file, title = request.files.get("file"), request.form.get("title", "")
    content = file.read() if file else b""
    if not content:
        body = {"title": title, "address": request.form.get("address", "")}
        return _do(training, "/materials", body, _("The material is added."))
    name = (file.filename if file else "") or "file"
    query = {"title": title or name, "name": name[-200:],
             "personal": str(request.form.get("personal") == "yes").lower()}  # fmt: skip
    try:
        gateway().clients["participants"].request(
            "POST", f"/v1/trainings/{training}/materials/files", signed_in().scope(),
            content=content, params=query, seconds=60.0,
            key=derived_id(request.form.get("key") or new_id(), "file"),
            headers={"Content-Type": "application/octet-stream"},
        )  # fmt: skip
    except DomainError as error:
        flash(sentence(error), "danger")
    else:
        flash(_("The material is added."), "success")
    return redirect(url_for("trainings.one", training=training))


@blueprint.post("/trainings/<training>/materials/<material>/remove")
@allowed("coordinator")
def remove_material(training: str, material: str) -> Any:
    return _do(training, f"/materials/{material}/remove", {}, _("The material is removed."))


@blueprint.get("/trainings/<training>/materials/<material>")
@allowed(*_READERS, "mentor")
def material(training: str, material: str) -> Response:
    return passed_on("participants", f"/trainings/{training}/materials/{material}")


@blueprint.get("/trainings/<training>/certificates/<person>")
@allowed(*_READERS, "mentor")
def certificate(training: str, person: str) -> Response:
    return passed_on(
        "participants", f"/trainings/{training}/certificates/{person}",
        language=str(get_locale() or "ru"), site=site(),
        format="docx" if request.args.get("format") == "docx" else "pdf",
    )  # fmt: skip
