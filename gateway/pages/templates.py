"""The school's own versions of questionnaires: drafted question by question, then published."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _

from gateway import definitions
from gateway.context import allowed, ask, gateway, signed_in, tell
from gateway.filling import Filling
from gateway.numbers import number_in, number_or
from gateway.words import sentence
from shared.domain.errors import Conflict, DomainError, Invalid, NotFound
from shared.domain.ids import new_id

blueprint = Blueprint("templates", __name__, url_prefix="/templates")


@blueprint.get("")
@allowed("coordinator")
def every() -> Any:
    return render_template("templates.html", found=ask("participants", "/templates"))


@blueprint.get("/<code>")
@allowed("coordinator")
def show(code: str) -> Any:
    """As it is asked, any version of it or the draft; nothing is sent from here."""
    version = request.args.get("version", "")
    if version == "draft":
        template = _draft(code)
    else:
        wanted = {"version": version} if number_in(version) is not None else {}
        template = ask("participants", f"/templates/{code}", **wanted)
    return render_template(
        "template_preview.html", filling=Filling(template), code=code, draft=version == "draft"
    )


@blueprint.post("/<code>/draft")
@allowed("coordinator")
def start(code: str) -> Any:
    """A draft begins as the latest version; one that is there already is gone on with."""
    try:
        _draft(code)
    except NotFound:
        template = ask("participants", f"/templates/{code}")
        _save(code, template, None)
    return redirect(url_for(".edit", code=code))


@blueprint.get("/<code>/edit")
@allowed("coordinator")
def edit(code: str) -> Any:
    return render_template("template_edit.html", draft=_draft(code), code=code)


@blueprint.post("/<code>/edit")
@allowed("coordinator")
def change(code: str) -> Any:
    """Titles, the order of questions, one less."""
    draft = _draft(code)
    changed = definitions.changed(draft, request.form)
    faults = _kept(code, changed)
    if faults:
        flash(" ".join(faults), "danger")
    return redirect(url_for(".edit", code=code))


@blueprint.get("/<code>/edit/<number>")
@allowed("coordinator")
def question(code: str, number: str) -> Any:
    draft = _draft(code)
    return _question_page(code, draft, number, _question(draft, number))


@blueprint.post("/<code>/edit/<number>")
@allowed("coordinator")
def keep_question(code: str, number: str) -> Any:
    draft = _draft(code)
    made = definitions.question_from(request.form, draft, _question(draft, number))
    if request.form.get("more"):
        return _question_page(code, draft, number, made)
    faults = _kept(code, definitions.with_question(draft, _index(draft, number), made))
    if faults:
        return _question_page(code, draft, number, made, faults), 422
    return redirect(url_for(".edit", code=code))


@blueprint.post("/<code>/publish")
@allowed("coordinator")
def publish(code: str) -> Any:
    return _ended(code, "publish", _("The new version is out. Earlier answers keep theirs."))


@blueprint.post("/<code>/discard")
@allowed("coordinator")
def discard(code: str) -> Any:
    return _ended(code, "discard", _("The draft is thrown away."))


def _ended(code: str, how: str, said: str) -> Any:
    try:
        tell("participants", f"/templates/{code}/draft/{how}", {})
    except DomainError as error:
        flash(sentence(error), "danger")
    else:
        flash(said, "success")
    return redirect(url_for(".every"))


def _question_page(
    code: str,
    draft: dict[str, Any],
    number: str,
    made: dict[str, Any],
    faults: tuple[str, ...] = (),
) -> str:
    earlier = draft["questions"][: _index(draft, number)]
    return render_template(
        "template_question.html", code=code, draft=draft, number=number, question=made,
        faults=faults, choices=definitions.conditions(earlier, str(get_locale() or "ru")),
        chosen=definitions.chosen_conditions(made),
    )  # fmt: skip


def _index(draft: dict[str, Any], number: str) -> int:
    """Where the question stands; a new one comes last."""
    count = len(draft["questions"])
    if number == "new":
        return count
    place = number_or(number, 0)
    if not 1 <= place <= count:
        abort(404)
    return place - 1


def _question(draft: dict[str, Any], number: str) -> dict[str, Any]:
    index = _index(draft, number)
    if index == len(draft["questions"]):
        kind = request.args.get("kind", "text")
        return definitions.empty_question(kind)
    return dict(draft["questions"][index])


def _draft(code: str) -> dict[str, Any]:
    return dict(ask("participants", f"/templates/{code}/draft"))


def _kept(code: str, draft: dict[str, Any]) -> tuple[str, ...]:
    """The reasons why it was not kept; none when it was."""
    seen = request.form.get("seen", "")
    try:
        _save(code, draft, seen if number_in(seen) is not None else None)
    except Invalid as error:
        return definitions.faults(draft, error.fields)
    except Conflict as error:
        return (sentence(error),)
    return ()


def _save(code: str, draft: dict[str, Any], seen: str | None) -> None:
    """``seen`` is the version of the draft that was on the screen."""
    body = {name: draft[name] for name in ("kind", "title", "questions")}
    gateway().clients["participants"].request(
        "PUT", f"/v1/templates/{code}/draft", signed_in().scope(), json=body,
        key=request.form.get("key") or new_id(),
        headers={"If-Match": f'"{seen}"'} if seen else {},
    )  # fmt: skip
