"""Measurements: rounds by role and stage, values person by person, corrections with a reason."""

from __future__ import annotations

from typing import Any, Final

from flask import Blueprint, abort, render_template, request, url_for
from flask_babel import gettext as _

from gateway import selection_words
from gateway.context import allowed, ask, every, finish, names, school_year, signed_in, tell
from gateway.numbers import decimal_in, number_or

blueprint = Blueprint("assessments", __name__)
blueprint.context_processor(selection_words.for_templates)
_READERS: Final = ("coordinator", "psychologist", "teacher", "head")
_WRITERS: Final = ("coordinator", "psychologist", "teacher")
_KEEPERS: Final = ("coordinator", "psychologist")
_ROUNDS: Final = tuple((role, stage) for role in ("mentee", "mentor") for stage in (1, 2))


def _key(role: str, stage: int) -> dict[str, Any]:
    if (role, stage) not in _ROUNDS:
        abort(404)
    return {"year": school_year(), "role": role, "stage": stage}


def _rounds() -> dict[tuple[str, int], dict[str, Any]]:
    rows = every("participants", "/assessments/rounds", year=school_year())
    return {(row["role"], row["stage"]): row for row in rows}


def _parameters(round: dict[str, Any]) -> list[dict[str, Any]]:
    """Those of the instrument that the round uses."""
    for one in ask("participants", "/instruments")["items"]:
        if (one["code"], one["version"]) == (round["instrument"], round["instrument_version"]):
            used = round.get("parameters") or [p["code"] for p in one["parameters"]]
            return [p for p in one["parameters"] if p["code"] in used]
    return []


@blueprint.get("/assessments")
@allowed(*_READERS)
def rounds() -> Any:
    known = _rounds()
    found = []
    for role, stage in _ROUNDS:
        one = known.get((role, stage))
        counted = ask("participants", "/assessments/people", limit=1, **_key(role, stage))
        found.append({"role": role, "stage": stage, "round": one, "expected": counted["expected"],
                      "done": counted["done"]})  # fmt: skip
    instruments = ask("participants", "/instruments")["items"]
    return render_template("assessments.html", rows=found, instruments=instruments, known=known)


@blueprint.post("/assessments/<role>/<int:stage>/open")
@allowed(*_KEEPERS)
def open_round(role: str, stage: int) -> Any:
    code, _at, version = request.form.get("instrument", "").partition("@")
    body = {
        **_key(role, stage),
        "instrument": code,
        "instrument_version": number_or(version, 0),
        "parameters": request.form.getlist(f"p-{code}"),
    }
    return finish("participants", lambda: tell("participants", "/assessments/rounds", body),
                  url_for("assessments.rounds", year=school_year()), _("The round is open."))  # fmt: skip


@blueprint.post("/assessments/<role>/<int:stage>/<any(close, reopen):what>")
@allowed(*_KEEPERS)
def turn(role: str, stage: int, what: str) -> Any:
    body, said = _key(role, stage), _("The round is closed.")
    if what == "reopen":
        body["reason"], said = request.form.get("reason", ""), _("The round is open.")
    return finish(
        "participants", lambda: tell("participants", f"/assessments/rounds/{what}", body),
        url_for("assessments.rounds", year=school_year()), said,
    )  # fmt: skip


@blueprint.get("/assessments/<role>/<int:stage>")
@allowed(*_READERS)
def people(role: str, stage: int) -> Any:
    key, round = _key(role, stage), _rounds().get((role, stage))
    if round is None:
        abort(404)
    given = request.args.get("measured", "")
    wanted = {"measured": given} if given in ("true", "false") else {}
    after = request.args.get("after")
    paging = {"limit": 50, **({"after": after} if after else {})}
    found = ask("participants", "/assessments/people", **key, **wanted, **paging)
    return render_template("assessment_people.html", found=found, round=round, role=role,
                           stage=stage, given=given)  # fmt: skip


@blueprint.get("/assessments/<role>/<int:stage>/<person>")
@allowed(*_WRITERS)
def person(role: str, stage: int, person: str) -> Any:
    """The form, and for those who may see values what was taken before."""
    key, round = _key(role, stage), _rounds().get((role, stage))
    if round is None:
        abort(404)
    known = names([person], "measuring")
    takings = []
    if signed_in().roles & set(_KEEPERS):
        takings = ask("participants", "/assessments/values", person=person, **key)["items"]
    return render_template(
        "assessment_person.html", name=known.get(person), person=person, round=round, role=role,
        stage=stage, parameters=_parameters(round), takings=takings,
    )  # fmt: skip


@blueprint.post("/assessments/<role>/<int:stage>/<person>")
@allowed(*_WRITERS)
def enter(role: str, stage: int, person: str) -> Any:
    """With a reason it is a correction."""
    values = {}
    for name, text in request.form.items():
        value = decimal_in(text.strip())
        if name.startswith("v-") and value is not None:
            values[name[2:]] = value
    body = {**_key(role, stage), "person": person, "values": values}
    reason = request.form.get("reason")
    path = "/assessments/correct" if reason else "/assessments"
    to = url_for("assessments.people", role=role, stage=stage, year=school_year())
    return finish(
        "participants", lambda: tell("participants", path, body | ({"reason": reason} if reason else {})),
        to, _("The values are kept."),
    )  # fmt: skip
