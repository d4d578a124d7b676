"""Questionnaires for the school's people: who has answered, paper entry, third parties, links."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from gateway import linked
from gateway.context import allowed, ask, names, school_year, signed_in, tell
from gateway.filling import Filling, filled
from gateway.questions import SOURCES, template_code
from gateway.words import sentence
from shared.domain.errors import Conflict, DomainError, Forbidden, Invalid, NotFound

blueprint = Blueprint("questionnaires", __name__, url_prefix="/questionnaires")
OUTSIDE = ("psychologist", "social_worker", "teacher")
_ISSUERS = ("coordinator", "company_coordinator")
_FILLERS = (*_ISSUERS, *OUTSIDE)


def _role() -> str:
    return "mentor" if request.args.get("role") == "mentor" else "mentee"


def _paging() -> dict[str, Any]:
    after = request.args.get("after")
    return {"year": school_year(), "limit": 50, **({"after": after} if after else {})}


@blueprint.get("")
@allowed(*_FILLERS)
def people() -> Any:
    found = ask("participants", "/candidates", role=_role(), **_paging())
    return render_template(
        "questionnaires.html", found=found, role=_role(), own=_own_source(), issuers=set(_ISSUERS)
    )


def _own_source() -> str:
    """What the signed-in person is asked about children, if anything."""
    return next((role for role in OUTSIDE if role in signed_in().roles), "")


# Filling in


def _wanted() -> tuple[str, str, str]:
    """(person, kind, source) as far as the role may fill it in."""
    person, kind = request.args.get("person", ""), request.args.get("kind", "mentee")
    source = request.args.get("source", "self")
    roles = signed_in().roles
    if not person or kind not in ("mentee", "mentor", "third_party") or source not in SOURCES:
        abort(404)
    third = kind == "third_party"
    if third == (source == "self") or source == "import":
        abort(404)
    if not (roles & set(_ISSUERS) or (third and source in roles)):
        abort(404)
    return person, kind, source


def _begun(person: str, kind: str, source: str) -> Filling:
    """Empty on the latest version, or what was answered before, on the version it was."""
    rows = ask("participants", "/questionnaires", person=person, year=school_year(), kind=kind)
    answered = [r for r in rows["items"] if r["source"] == source and r["status"] == "answered"]
    if answered:
        row = answered[0]
        template = ask(
            "participants", f"/templates/{row['template']}", version=row["template_version"]
        )
        told = ask("participants", f"/questionnaires/{row['id']}")["answers"]
        return Filling(template, told or {})
    return Filling(ask("participants", f"/templates/{template_code(kind, source)}"))


@blueprint.get("/fill")
@allowed(*_FILLERS)
def fill() -> Any:
    person, kind, source = _wanted()
    try:
        filling = _begun(person, kind, source)
    except (NotFound, Forbidden):
        abort(404)
    return _page(filling, person, source)


def _page(filling: Filling, person: str, source: str, status: int = 200) -> Any:
    name = names([person], "questionnaire").get(person, "—")
    page = render_template("questionnaire.html", filling=filling, name=name, source=source,
                           public=False, before=bool(filling.answers) and request.method == "GET",
                           paper=bool(signed_in().roles & set(_ISSUERS)))  # fmt: skip
    return page, status


@blueprint.post("/fill")
@allowed(*_FILLERS)
def send() -> Any:
    person, kind, source = _wanted()
    version = request.form.get("version", "")
    code = request.form.get("template", "")
    template = ask(
        "participants", f"/templates/{code}", **({"version": version} if version else {})
    )
    filling = filled(signed_in().scope(), template, request.form)
    if filling.problems or filling.step != "send":
        return _page(filling, person, source, 422 if filling.problems else 200)
    try:
        done = _keep(filling, person, kind, source)
    except Invalid as error:
        return _page(filling.with_problems(error), person, source, 422)
    except Conflict:
        flash(_("A newer version of the questionnaire is out. Start again."), "danger")
        return redirect(request.full_path)
    except DomainError as error:
        flash(sentence(error), "danger")
        return _page(filling, person, source, 409)
    flash(_("The answers are kept."), "success")
    role = "mentor" if kind == "mentor" else "mentee"
    return redirect(url_for(".people", role=role, c=f"participants:{done['commit']}"))


def _keep(filling: Filling, person: str, kind: str, source: str) -> dict[str, Any]:
    form = {"person": person, "year": school_year(), "kind": kind, "source": source}
    response = tell("participants", "/questionnaires", form)["id"]
    body = {
        "answers": filling.answers,
        "template_version": filling.template["version"],
        "paper": bool(signed_in().roles & set(_ISSUERS)),
    }
    return dict(tell("participants", f"/questionnaires/{response}/answers", body))


# Personal links


@blueprint.post("/links")
@allowed(*_ISSUERS)
def make_links() -> Any:
    """The addresses are shown once, to be printed and handed out."""
    wanted = request.form.getlist("people")
    kind, _colon, source = request.form.get("for", "mentee:self").partition(":")
    if not wanted:
        flash(_("Choose at least one person."), "danger")
        return redirect(url_for(".people", role="mentor" if kind == "mentor" else "mentee"))
    language = request.form.get("language", "ru")
    body = {"people": wanted, "year": school_year(), "kind": kind, "source": source or "self",
            "language": language, "days": request.form.get("days", 14, type=int)}  # fmt: skip
    try:
        made = tell("participants", "/questionnaire-links", body)
    except DomainError as error:
        flash(sentence(error), "danger")
        return redirect(url_for(".people"))
    called = names([row["person"] for row in (*made["links"], *made["without"])], "links")
    links = [{"name": called.get(row["person"], "—"), **_printable(row["token"])}
             for row in made["links"]]  # fmt: skip
    without = [{"name": called.get(row["person"], "—"), "reason": row["reason"]}
               for row in made["without"]]  # fmt: skip
    return render_template(
        "questionnaire_links_made.html", links=_by_name(links), without=_by_name(without),
        kind=kind, source=source or "self", days=body["days"],
    )  # fmt: skip


def _by_name(rows: Iterable[dict[str, str]]) -> list[dict[str, str]]:
    return sorted(rows, key=lambda row: row["name"])


def _printable(token: str) -> dict[str, str]:
    return linked.slip("form_links.read", token)


@blueprint.get("/links")
@allowed(*_ISSUERS)
def links() -> Any:
    found = ask("participants", "/questionnaire-links", **_paging())
    return render_template("questionnaire_links.html", found=found)


@blueprint.post("/links/revoke")
@allowed(*_ISSUERS)
def revoke() -> Any:
    try:
        done = tell(
            "participants", "/questionnaire-links/revoke", {"link": request.form.get("link", "")}
        )
    except DomainError as error:
        flash(sentence(error), "danger")
        return redirect(url_for(".links"))
    flash(_("The link works no longer."), "success")
    return redirect(url_for(".links", c=f"participants:{done['commit']}"))
