"""7.6: items of the public page, from the draft over the preview to what everybody sees."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from gateway import public_words
from gateway.context import (
    allowed,
    ask,
    every,
    finish,
    gateway,
    names,
    school_year,
    signed_in,
    tell,
)
from gateway.downloads import passed_on
from gateway.keeping import draft, keeping_draft
from gateway.naming import nameable, without
from gateway.public_words import KINDS, PARTS, refusal
from shared.domain.errors import DomainError
from shared.domain.ids import derived_id, new_id

blueprint = Blueprint("publications", __name__)
blueprint.context_processor(public_words.for_templates)
PUBLISHERS = ("coordinator", "head", "municipal_admin", "company_coordinator")
WRITERS = ("coordinator", "municipal_admin", "company_coordinator")
_PURPOSES = {
    "result": "publication_case",
    "case": "publication_case",
    "mentor": "publication_award",
    "image": "publication_image",
}


@blueprint.get("/publications")
@allowed(*PUBLISHERS)
def listing() -> Any:
    """What is told, and what could be: approved cases and given awards of the year."""
    year, roles = school_year(), signed_in().roles
    rows = every("reporting", "/publications", year=year)
    told = {row["source"] for row in rows if row["status"] != "withdrawn"}
    ready: dict[str, list[dict[str, Any]]] = {"case": [], "mentor": []}
    if "coordinator" in roles:
        cases, awards = every("reporting", "/cases", year=year), _awards()
        ready["case"] = [c for c in cases if c["status"] == "approved" and c["id"] not in told]
        ready["mentor"] = [a for a in awards if a["status"] == "given" and a["id"] not in told]
    people = [p for row in (*rows, *ready["case"]) for p in row["people"]]
    people += [award["mentor"] for award in ready["mentor"]]
    return render_template(
        "publications.html", rows=rows, ready=ready, names=names(people, "publications"),
        kinds=_own_kinds(), tenant=signed_in().scope().tenant, may=_may_write(),
    )  # fmt: skip


def _awards() -> list[dict[str, Any]]:
    return every("reporting", "/awards", year=school_year())


def _own_kinds() -> list[str]:
    """What may be written without a case or an award to tell from."""
    roles = signed_in().roles
    if "coordinator" in roles:
        return ["result", "image"]
    return ["mentor"] if "company_coordinator" in roles else ["result"]


@blueprint.get("/publications/new")
@allowed(*WRITERS)
def blank() -> Any:
    kept = draft()
    return _form(kept if kept else _from_source(request.args))


def _from_source(given: Any) -> dict[str, Any]:
    """The form as the case or the award tells it; people write it over in their own words."""
    kind, source = given.get("kind", "result"), given.get("source", "")
    if kind not in KINDS:
        abort(404)
    values: dict[str, Any] = {"kind": kind, "source": source}
    if source and kind == "case":
        case = ask("reporting", f"/cases/{source}")
        values["text"] = "\n\n".join(case.get(part, "") for part in (*PARTS, "quotes")).strip()
        values["people"] = case["people"]
    elif source and kind == "mentor":
        award = ask("reporting", f"/awards/{source}")
        name = names([award["mentor"]], "publications").get(award["mentor"], "")
        values["title"] = ": ".join(text for text in (award["title"], name) if text)
        values["text"], values["people"] = award["reason"] or "", [award["mentor"]]
    return values


@blueprint.post("/publications/new")
@keeping_draft
@allowed(*WRITERS)
def write() -> Any:
    given = request.form
    more = {"year": school_year(), "kind": given.get("kind", ""), "source": given.get("source", "")}
    try:
        done = tell("reporting", "/publications", _words(given) | more)
    except DomainError as error:
        flash(refusal(error), "danger")
        return _form(given, 422)
    flash(_("The draft is kept; nobody outside sees it yet."), "success")
    return redirect(_to(done["id"], done["commit"]))


@blueprint.get("/publications/<publication>")
@allowed(*PUBLISHERS)
def one(publication: str) -> Any:
    """As the public will see it, with what still keeps it from there."""
    return _page(publication)


def _page(publication: str, values: Any = None, status: int = 200) -> Any:
    found = ask("reporting", f"/publications/{publication}")
    people = found["people"]
    if values is None:
        values = draft() or {name: found.get(name, "") for name in ("title", "text", "alt")}
    chosen = values.getlist("people") if isinstance(values, MultiDict) else people
    page = render_template(
        "publication.html", item=found, names=names([*people, *nameable()], "publications"),
        missing={found["purpose"]: set(found["missing"])}, values=values, chosen=chosen,
        choice=_choice(found["kind"], found["source"], people),
        tenant=signed_in().scope().tenant, may=_may_write(),
    )  # fmt: skip
    return page, status


def _may_write() -> bool:
    return bool(signed_in().roles & set(WRITERS))


@blueprint.post("/publications/<publication>")
@keeping_draft
@allowed(*WRITERS)
def rewrite(publication: str) -> Any:
    body = _words(request.form)
    try:
        done = tell("reporting", f"/publications/{publication}", body, method="PUT")
    except DomainError as error:
        flash(refusal(error), "danger")
        return _page(publication, request.form, 422)
    flash(_("The draft is kept; nobody outside sees it yet."), "success")
    return redirect(_to(publication, done["commit"]))


@blueprint.post("/publications/<publication>/picture")
@allowed(*WRITERS)
def attach(publication: str) -> Any:
    """The service judges the file by its content and takes out what the camera wrote."""
    file = request.files.get("picture")
    try:
        done = gateway().clients["reporting"].request(
            "POST", f"/v1/publications/{publication}/picture", signed_in().scope(),
            content=file.read() if file else b"", seconds=60.0,
            key=derived_id(request.form.get("key") or new_id(), "picture"),
            headers={"Content-Type": "application/octet-stream"},
        ).json()  # fmt: skip
    except DomainError as error:
        kinds = _("The file does not fit: a whole JPEG or PNG of at most 10 MB and 50 megapixels is"
                  " needed.")  # fmt: skip
        flash(kinds if error.code == "invalid" else refusal(error), "danger")
        return redirect(_to(publication))
    flash(_("The picture is there, without place, time and camera."), "success")
    return redirect(_to(publication, done["commit"]))


@blueprint.get("/publications/<publication>/picture")
@allowed(*PUBLISHERS)
def picture(publication: str) -> Response:
    return passed_on("reporting", f"/publications/{publication}/picture")


@blueprint.post("/publications/<publication>/<any(publish, withdraw):what>")
@allowed(*PUBLISHERS)
def turn(publication: str, what: str) -> Any:
    said = (
        _("It stands on the public page now.")
        if what == "publish"
        else _("It is taken off the public page for good.")
    )
    return finish(
        "reporting", lambda: tell("reporting", f"/publications/{publication}/{what}", {}),
        _to(publication), said,
    )  # fmt: skip


def _to(publication: str, commit: str = "") -> str:
    mark = f"reporting:{commit}" if commit else None
    return url_for("publications.one", publication=publication, c=mark)


def _words(given: Any) -> dict[str, Any]:
    texts = {name: given.get(name, "").strip() for name in ("title", "text", "alt")}
    return texts | {"people": given.getlist("people")}


def _form(values: Any, status: int = 200) -> Any:
    kind = values.get("kind", "result")
    people = values.getlist("people") if isinstance(values, MultiDict) else values.get("people", [])
    choice = _choice(kind, values.get("source", ""), people)
    page = render_template(
        "publication_form.html", values=values, chosen=people, choice=choice, kind=kind,
        names=names(choice, "publications"),
        missing=without([_PURPOSES.get(kind, "publication_case")], choice),
    )  # fmt: skip
    return page, status


def _choice(kind: str, source: str, people: list[str]) -> list[str]:
    """Whom the text may name; what is told from a case or an award names everybody of it."""
    return people if source else list(dict.fromkeys([*people, *nameable()]))
