"""«My data»: what is held, who has read it, to whom it was given, and asking for erasure."""

from __future__ import annotations

import json
from typing import Any

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _

from gateway.context import allowed, ask, every, finish, gateway, names, signed_in, tell
from gateway.words import sentence
from shared.domain.errors import DomainError, NotFound

blueprint = Blueprint("my_data", __name__)
SECONDS = 60.0
"""A report asks every service; nobody should have to ask twice because one was slow."""
_READS_SHOWN = 10


def language() -> str:
    return "en" if str(get_locale()) == "en" else "ru"


def fetched(path: str, **params: Any) -> Any:
    """An answer of participants that may take longer than a page usually does."""
    client, scope = gateway().clients["participants"], signed_in().scope()
    return client.request("GET", f"/v1{path}", scope, params=params, seconds=SECONDS)


def _whose() -> tuple[str, list[str]]:
    """The person whose data are shown: oneself, or a child that is named; and the children."""
    own = signed_in().scope().person
    if own is None:
        abort(404)
    children: list[str] = []
    if "guardian" in signed_in().roles:
        links = every("participants", "/guardianships")
        children = [row["child"] for row in links if row["guardian"] == own and row["confirmed"]]
    asked = request.args.get("of") or own
    if asked not in (own, *children):
        abort(404)
    return asked, children


@blueprint.get("/my-data")
@allowed("mentor", "mentee", "guardian")
def show() -> Any:
    person, children = _whose()
    erasure = ask("participants", f"/people/{person}/erasure")
    try:
        report = fetched(f"/people/{person}/report", language=language()).json()
    except NotFound:
        report = None  # erased, or a child who is of age by now
    return render_template(
        "my_data.html", person=person, report=report, erasure=erasure, shown=_READS_SHOWN,
        children={child: name for child, name in names(children, "names").items()},
    )  # fmt: skip


@blueprint.get("/my-data/reads")
@allowed("mentor", "mentee", "guardian")
def reads() -> Any:
    person, _children = _whose()
    after = {"after": request.args["after"]} if request.args.get("after") else {}
    path = f"/people/{person}/reads"
    found = fetched(path, language=language(), limit=50, **after).json()
    return render_template("my_data_reads.html", found=found, person=person)


@blueprint.get("/my-data/report.<kind>")
@allowed("mentor", "mentee", "guardian")
def download(kind: str) -> Any:
    person, _children = _whose()
    return as_file(f"/people/{person}/report", kind, "my-data", language=language())


def as_file(path: str, kind: str, name: str, **params: Any) -> Any:
    """``pdf`` as the service prints it, ``json`` laid out for reading."""
    if kind not in ("pdf", "json"):
        abort(404)
    try:
        answer = fetched(path + (".pdf" if kind == "pdf" else ""), **params)
    except DomainError as error:
        flash(sentence(error), "danger")
        return redirect(request.referrer or url_for("home.home"))
    body = answer.content
    if kind == "json":
        params.pop("site", None)
        body = json.dumps(answer.json(), ensure_ascii=False, indent=1).encode()
    headers = {"Content-Disposition": f'attachment; filename="{name}.{kind}"'}
    return Response(body, mimetype=f"application/{kind}", headers=headers)


@blueprint.post("/my-data/erasure")
@allowed("mentor", "mentee", "guardian")
def erase() -> Any:
    person, _children = _whose()
    back = url_for("my_data.show", of=request.args.get("of"))
    if request.form.get("sure") != "yes":
        flash(_("Tick the box to confirm that you want your data erased."), "danger")
        return redirect(back)
    return finish("participants", lambda: tell("participants", f"/people/{person}/erasure", {}),
                  back, _("Your request is kept. The school answers within 30 days."))  # fmt: skip
