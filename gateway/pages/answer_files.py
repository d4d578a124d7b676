"""Exports of other tools' forms: columns mapped once, a look, then for good."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _

from gateway.context import allowed, ask, gateway, school_year, signed_in, tell
from gateway.questions import text
from gateway.words import sentence
from shared.domain.errors import DomainError, Invalid
from shared.domain.ids import new_id

blueprint = Blueprint("answer_files", __name__, url_prefix="/answer-files")
_ROLES = ("coordinator", "company_coordinator")
_OUTSIDE = ("guardian", "psychologist", "social_worker", "teacher")


def _send(content: bytes, template: str, *, dry_run: bool) -> dict[str, Any]:
    source = template.removeprefix("third_party_")
    answer: dict[str, Any] = (
        gateway()
        .clients["participants"]
        .request(
            "POST",
            "/v1/answer-files",
            signed_in().scope(),
            content=content,
            key=new_id(),
            seconds=60.0,
            params={
                "template": template,
                "year": school_year(),
                "source": source if source in _OUTSIDE else "import",
                "dry_run": str(dry_run).lower(),
            },
            headers={"Content-Type": "application/octet-stream"},
        )
        .json()
    )
    return answer


@blueprint.get("")
@allowed(*_ROLES)
def choose() -> Any:
    return render_template("answer_file.html", templates=_templates(), report=None)


def _templates() -> dict[str, str]:
    language = str(get_locale() or "ru")
    found = ask("participants", "/templates")["items"]
    wanted = [one for one in found if one["code"] != "third_party"]
    return {one["code"]: text(one, language) for one in wanted}


@blueprint.post("")
@allowed(*_ROLES)
def look() -> Any:
    file = request.files.get("file")
    content = file.read() if file else b""
    template = request.form.get("template", "")
    if not content or template not in _templates():
        flash(_("Choose a questionnaire and a file."), "danger")
        return redirect(url_for(".choose"))
    try:
        report = _send(content, template, dry_run=True)
    except Invalid:
        flash(_("The file could not be read as a table. Save it as XLSX, or as CSV in UTF-8, with "
                "the questions in the first row, and try again."), "danger")  # fmt: skip
        return redirect(url_for(".choose"))
    me = signed_in()
    upload = gateway().uploads.keep(me.scope().tenant, me.account, content)
    return _page(report, upload, mapping=not report["remembered"])


def _page(report: dict[str, Any], upload: str | None, *, mapping: bool = False) -> Any:
    template = ask("participants", f"/templates/{report['template']}", version=report["version"])
    return render_template("answer_file.html", report=report, upload=upload, mapping=mapping,
                           template=template, targets=_targets(template))  # fmt: skip


def _targets(template: dict[str, Any]) -> list[tuple[str, str]]:
    """All that a column may be, in words."""
    language = str(get_locale() or "ru")
    found = [
        ("skip", _("leave it out")),
        ("person.name", _("the person’s name")),
        ("person.birth_date", _("date of birth")),
        ("person.group", _("class or post")),
        ("timestamp", _("when it was sent")),
    ]
    for number, question in enumerate(template["questions"], 1):
        title = f"{number}. {text(question, language)}"
        if question["kind"] == "matrix":
            found += [
                (f"q.{question['code']}.{row['code']}", f"{title} [{text(row, language)}]")
                for row in question["rows"]
            ]
        else:
            found.append((f"q.{question['code']}", title))
    return found


def _kept() -> tuple[bytes | None, str, str]:
    me, upload = signed_in(), request.form.get("upload", "")
    content = gateway().uploads.take(me.scope().tenant, me.account, upload)
    if content is None:
        flash(_("The file was kept for 15 minutes only. Upload it again."), "danger")
    return content, upload, request.form.get("template", "")


@blueprint.post("/mapping")
@allowed(*_ROLES)
def remember() -> Any:
    """The columns as the form has them; values only where somebody said what they mean."""
    content, upload, template = _kept()
    if content is None:
        return redirect(url_for(".choose"))
    headings, targets = request.form.getlist("heading"), request.form.getlist("target")
    values = [
        {"question": question, "text": text, "option": option}
        for question, text, option in zip(
            request.form.getlist("question"), request.form.getlist("text"),
            request.form.getlist("option"),
        )
        if option
    ]  # fmt: skip
    body = {
        "template": template,
        "version": request.form.get("version", 0, type=int),
        "columns": [{"heading": h, "target": t} for h, t in zip(headings, targets)],
        "values": values,
    }
    try:
        tell("participants", "/answer-files/mapping", body, method="PUT")
    except Invalid as error:
        flash(_mapping_problem(error), "danger")
        return _page(_send(content, template, dry_run=True), upload, mapping=True), 422
    except DomainError as error:
        flash(sentence(error), "danger")
        return redirect(url_for(".choose"))
    report = _send(content, template, dry_run=True)
    return _page(report, upload, mapping=bool(request.form.get("again")))


def _mapping_problem(error: Invalid) -> str:
    if "columns" in error.fields:
        return _("Say which column has the person’s name.")
    return _("Two columns are the same question. Leave one of them out.")


@blueprint.post("/look")
@allowed(*_ROLES)
def look_again() -> Any:
    """The mapping of a file that is kept, to change it."""
    content, upload, template = _kept()
    if content is None:
        return redirect(url_for(".choose"))
    return _page(_send(content, template, dry_run=True), upload, mapping=True)


@blueprint.post("/confirm")
@allowed(*_ROLES)
def confirm() -> Any:
    content, upload, template = _kept()
    if content is None:
        return redirect(url_for(".choose"))
    try:
        report = _send(content, template, dry_run=False)
    except DomainError as error:
        flash(sentence(error), "danger")
        return redirect(url_for(".choose"))
    gateway().uploads.forget(upload)
    return _page(report, None)
