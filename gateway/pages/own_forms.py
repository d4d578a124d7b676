"""«My questionnaires»: what the signed-in person is asked, filling it in, and what they answered."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from gateway.context import allowed, ask, school_year, signed_in, tell
from gateway.filling import Filling, filled
from gateway.numbers import number_in
from gateway.questions import Template, template_code
from gateway.selection_words import RETURN_REASONS
from gateway.words import sentence
from shared.domain.errors import Conflict, ConsentMissing, DomainError, Invalid

blueprint = Blueprint("own_forms", __name__, url_prefix="/my-questionnaires")
_WHOSE = ("mentor", "mentee", "guardian")


@blueprint.get("")
@allowed(*_WHOSE)
def listing() -> Any:
    rows = ask("participants", "/questionnaires/own", year=school_year())["items"]
    return render_template("own_forms.html", rows=rows, reasons=RETURN_REASONS)


def _wanted() -> dict[str, Any]:
    """The one that the address names, among those that this person is asked."""
    asked = {name: request.args.get(name, "") for name in ("person", "kind", "source")}
    for row in ask("participants", "/questionnaires/own", year=school_year())["items"]:
        if all(row[name] == value for name, value in asked.items()):
            return dict(row)
    abort(404)


@blueprint.get("/answers")
@allowed(*_WHOSE)
def answers() -> Any:
    """What was answered, question by question; nothing where it was destroyed."""
    row = _wanted()
    if row["response"] is None:
        abort(404)
    return render_template("own_answers.html", row=row, filling=_answered(row))


def _answered(row: dict[str, Any]) -> Filling:
    kept = ask("participants", f"/questionnaires/{row['response']}")
    path, version = f"/templates/{kept['template']}", kept["template_version"]
    return Filling(ask("participants", path, version=version), kept["answers"] or {})


@blueprint.get("/fill")
@allowed(*_WHOSE)
def fill() -> Any:
    row = _wanted()
    if not row["fillable"]:
        return redirect(url_for(".listing"))
    if row["response"] is not None:
        return _page(row, _answered(row))
    code = template_code(row["kind"], row["source"])
    return _page(row, Filling(ask("participants", f"/templates/{code}")))


def _page(row: dict[str, Any], filling: Filling, status: int = 200) -> Any:
    return render_template("own_form.html", row=row, filling=filling), status


def _template() -> Template:
    """The version that the browser was shown."""
    code, version = request.form.get("template", ""), request.form.get("version", "")
    wanted = {"version": version} if number_in(version) is not None else {}
    return dict(ask("participants", f"/templates/{code}", **wanted))


@blueprint.post("/fill")
@allowed(*_WHOSE)
def send() -> Any:
    row = _wanted()
    if not row["fillable"]:
        flash(_refusal(row), "danger")
        return redirect(url_for(".listing"))
    filling = filled(signed_in().scope(), _template(), request.form)
    if filling.problems or filling.step != "send":
        return _page(row, filling, 422 if filling.problems else 200)
    try:
        done = _keep(row, filling)
    except Invalid as error:
        return _page(row, filling.with_problems(error), 422)
    except Conflict:
        flash(_("A newer version of the questionnaire is out. Start again."), "danger")
        return redirect(request.full_path)
    except DomainError as error:
        flash(sentence(error), "danger")
        return redirect(url_for(".listing"))
    flash(_("Thank you, your answers are sent."), "success")
    return redirect(url_for(".listing", c=f"participants:{done['commit']}"))


def _refusal(row: dict[str, Any]) -> str:
    if not row["consent"]:
        return sentence(ConsentMissing(row["purpose"], (row["person"],)))
    return _("The answers were sent already.")


def _keep(row: dict[str, Any], filling: Filling) -> dict[str, Any]:
    form = {"year": school_year(), **{name: row[name] for name in ("person", "kind", "source")}}
    response = tell("participants", "/questionnaires", form)["id"]
    body = {"answers": filling.answers, "template_version": filling.template["version"]}
    return dict(tell("participants", f"/questionnaires/{response}/answers", body))
