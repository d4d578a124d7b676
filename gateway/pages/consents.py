"""The register of consents, links for guardians, consents on paper and printed forms."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _

from gateway import linked
from gateway.context import allowed, ask, every, finish, gateway, names, signed_in, tell
from gateway.words import OFFERED_PURPOSES, PURPOSES, iso_day, sentence
from shared.domain.errors import DomainError, Invalid
from shared.domain.ids import new_id

blueprint = Blueprint("consents", __name__)
_SOON = timedelta(days=30)
_STATUSES = ("given", "refused", "withdrawn", "expired", "came_of_age")


@blueprint.get("/consents")
@allowed("coordinator", "head")
def register() -> Any:
    """The register, a view at a time; what ends soon is what the next campaign is for."""
    after = request.args.get("after")
    paging = {"limit": 50, **({"after": after} if after else {})}
    found = ask("participants", "/consents", **paging, **_filters())
    coordinator = "coordinator" in signed_in().roles
    links = [
        row for row in (every("participants", "/guardianships") if coordinator else [])
        if row["confirmed"]
    ]  # fmt: skip
    people = [row[side] for row in found["items"] for side in ("person", "by") if row.get(side)]
    people += [row[side] for row in links for side in ("guardian", "child")]
    return render_template(
        "consents.html", found=found, links=links, names=names(people[:500], "consents"),
        chosen=request.args, statuses=_STATUSES,
    )  # fmt: skip


def _filters() -> dict[str, str]:
    view, given = request.args.get("view", ""), {}
    if view == "soon":
        given["ends_by"] = (gateway().clock.today() + _SOON).isoformat()
    elif view in _STATUSES:
        given["status"] = view
    if request.args.get("purpose") in PURPOSES:
        given["purpose"] = request.args["purpose"]
    if request.args.get("method") in ("electronic", "paper"):
        given["method"] = request.args["method"]
    return given


@blueprint.get("/consents/register.xlsx")
@allowed("coordinator", "head")
def sheet() -> Response:
    """The same view of the register as a workbook."""
    params = {**_filters(), "language": str(get_locale() or "ru")}
    return passed_on("GET", "/consents/register.xlsx", params=params)


def passed_on(method: str, path: str, **rest: Any) -> Response:
    """A file of the service, under the name that the service gives it."""
    answer = gateway().clients["participants"].request(
        method, f"/v1{path}", signed_in().scope(), seconds=30.0, key=new_id(), **rest
    )  # fmt: skip
    kind = answer.headers.get("Content-Type", "application/octet-stream")
    headers = {
        "Content-Disposition": answer.headers.get("Content-Disposition", "attachment"),
        "Content-Security-Policy": "default-src 'none'; sandbox",
    }
    return Response(answer.content, content_type=kind, headers=headers)


@blueprint.post("/consents/link")
@allowed("coordinator")
def link() -> Any:
    """The address is shown once; the school hands it on."""
    guardian, _colon, child = request.form.get("pair", "").partition(":")
    until = gateway().clock.today() + timedelta(days=365)
    language = request.form.get("language", "ru")
    body = {
        "signer": guardian,
        "people": [child],
        "purposes": [p for p in request.form.getlist("purposes") if p in OFFERED_PURPOSES],
        "until": until.isoformat(),
        "language": language,
    }
    try:
        token = tell("participants", "/consents/links", body)["token"]
    except DomainError as error:
        flash(sentence(error), "danger")
        return redirect(url_for("consents.register"))
    full = f"{signed_in().scope().tenant}.{token}"
    return render_template(
        "link_made.html", address=address_of(token), token=full, purposes=body["purposes"]
    )


def address_of(token: str) -> str:
    """What the school hands on; it is shown only while it is made."""
    return linked.own_address("guardian.read", token)


@blueprint.get("/consents/form")
@allowed("coordinator", "head", "company_coordinator")
def form() -> Any:
    """A form to be signed by hand: blank, or filled in for a person."""
    purpose, kind = request.args.get("purpose", ""), request.args.get("format", "pdf")
    language = request.args.get("language", "")
    if purpose not in OFFERED_PURPOSES or kind not in ("pdf", "docx"):
        abort(404)
    body: dict[str, Any] = {
        "purpose": purpose, "format": kind, "adult": request.args.get("adult") == "yes",
        "language": language if language in ("ru", "en") else str(get_locale() or "ru"),
    }  # fmt: skip
    for name in ("person", "signer"):
        if request.args.get(name):
            body[name] = request.args[name]
    return passed_on("POST", "/consents/forms", json=body)


@blueprint.get("/consents/<consent>/scan")
@allowed("coordinator", "company_coordinator")
def scan(consent: str) -> Response:
    return passed_on("GET", f"/consents/{consent}/scan")


@blueprint.post("/consents/withdraw")
@allowed("coordinator")
def withdraw() -> Any:
    """A withdrawal that came on paper."""
    body = {
        "person": request.form.get("person", ""),
        "purpose": request.form.get("purpose", ""),
        "method": "paper",
        "received_on": iso_day(request.form.get("received_on", "")),
    }
    return finish("participants", lambda: tell("participants", "/consents/withdraw", body),
                  url_for("consents.register"),
                  _("The consent is withdrawn; what was held for it is destroyed."))  # fmt: skip


@blueprint.get("/consents/paper")
@allowed("coordinator", "company_coordinator")
def paper() -> Any:
    """First the person, then what stands on the paper."""
    return _paper_page()


def _paper_page(status: int = 200, values: Any = None) -> Any:
    person, words = request.values.get("person", ""), request.args.get("q", "").strip()
    found = ask("participants", "/people", q=words, limit=50)["items"] if words else []
    guardians: list[dict[str, Any]] = []
    known: dict[str, str] = {}
    if person:
        if "coordinator" in signed_in().roles:
            rows = every("participants", "/guardianships", child=person)
            guardians = [row for row in rows if row["confirmed"]]
        known = names([person, *(row["guardian"] for row in guardians)], "consent on paper")
        if person not in known:
            abort(404)
    page = render_template(
        "consent_paper.html", person=person, words=words, found=found, guardians=guardians,
        names=known, values=values or {}, today=gateway().clock.today(),
        until=gateway().clock.today() + timedelta(days=365),
    )  # fmt: skip
    return page, status


@blueprint.post("/consents/paper")
@allowed("coordinator", "company_coordinator")
def keep_paper() -> Any:
    """The scan goes on as it is; what it is, the service judges by its content."""
    file, by = request.files.get("file"), request.form.get("by", "")
    person = request.form.get("person", "")
    params = {
        "person": person, "purpose": request.form.get("purpose", ""), "by": by,
        "giver": "self" if by == person else "guardian",
        "until": iso_day(request.form.get("until", "")),
        "signed_on": iso_day(request.form.get("signed_on", "")),
        "assent": "true" if request.form.get("assent") == "yes" else "false",
        "language": str(get_locale() or "ru"),
    }  # fmt: skip
    try:
        done = gateway().clients["participants"].request(
            "POST", "/v1/consents/paper", signed_in().scope(), params=params,
            content=file.read() if file else b"", seconds=30.0,
            key=request.form.get("key") or new_id(),
            headers={"Content-Type": "application/octet-stream"},
        ).json()  # fmt: skip
    except DomainError as error:
        flash(_why(error), "danger")
        return _paper_page(422, request.form)
    flash(_("The consent on paper is registered."), "success")
    if "coordinator" not in signed_in().roles:
        return redirect(url_for("consents.paper"))
    return redirect(url_for("consents.register", c=f"participants:{done['commit']}"))


def _why(error: DomainError) -> str:
    if isinstance(error, Invalid) and "file" in error.fields:
        return _("The scan does not fit: a whole PDF, JPEG or PNG file of at most 10 MB is needed.")
    return sentence(error)
