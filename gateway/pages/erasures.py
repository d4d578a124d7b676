"""Rights of people: requests for erasure with their progress and certificates, reports on request."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy

from gateway.addresses import site
from gateway.context import allowed, ask, finish, gateway, signed_in, tell
from gateway.pages.my_data import as_file, language
from shared.domain.errors import NotFound
from shared.domain.ids import ActorId, PersonId, TenantId
from shared.tenancy.scope import Scope

blueprint = Blueprint("erasures", __name__)
STATUSES = {
    "requested": lazy("waits for an answer"),
    "declined": lazy("declined"),
    "running": lazy("is being erased"),
    "completed": lazy("erased"),
}
ASKED_BY = {
    "self": lazy("the person"),
    "guardian": lazy("the guardian"),
    "coordinator": lazy("the coordinator"),
}
PARTS = {
    "participants": lazy("Participants"),
    "matching": lazy("Matching"),
    "meetings": lazy("Meetings"),
    "reporting": lazy("Reporting"),
}
KEPT = {
    "local-act": lazy("local act of the organisation, law on archives"),
    "anonymous-statistics": lazy("count without names"),
}


@blueprint.get("/erasures")
@allowed("coordinator", "head")
def listing() -> Any:
    after, q = request.args.get("after"), request.args.get("q", "").strip()
    found = ask("participants", "/erasures", limit=50, **({"after": after} if after else {}))
    people: list[dict[str, Any]] = []
    if q and "coordinator" in signed_in().roles:
        people = ask("participants", "/people", q=q[:200], limit=20)["items"]
    late = [row for row in found["items"] if row["overdue"]]
    return render_template(
        "erasures.html", found=found, late=late, people=people, q=q,
        ERASURES=STATUSES, ASKED_BY=ASKED_BY, PARTS=PARTS,
    )  # fmt: skip


@blueprint.post("/erasures/<person>/carry-out")
@allowed("coordinator")
def carry_out(person: str) -> Any:
    """There is no way back: the box has to be ticked. The sign-in account goes too."""
    back = url_for("erasures.listing")
    if request.form.get("sure") != "yes":
        flash(_("Tick the box to confirm: what is erased cannot be restored."), "danger")
        return redirect(back)

    def work() -> Any:
        done = tell("participants", f"/people/{person}/erase", {})
        gateway().accounts.forget(signed_in().scope().tenant, PersonId(person))
        return done

    return finish("participants", work, back, _("The erasure has begun."))


@blueprint.post("/erasures/<person>/decline")
@allowed("coordinator")
def decline(person: str) -> Any:
    body = {"reason": request.form.get("reason", "")}
    path = f"/erasures/{person}/decline"
    return finish("participants", lambda: tell("participants", path, body),
                  url_for("erasures.listing"), _("The request is closed."))  # fmt: skip


@blueprint.get("/erasures/<person>/certificate.<kind>")
@allowed("coordinator", "head")
def certificate(person: str, kind: str) -> Any:
    more = {"language": language(), "site": site()} if kind == "pdf" else {}
    return as_file(f"/erasures/{person}/certificate", kind, "erasure-certificate", **more)


@blueprint.get("/people/<person>/report.<kind>")
@allowed("coordinator")
def report(person: str, kind: str) -> Any:
    """On the subject's request, whose number is kept with the reading."""
    asked = request.args.get("request", "").strip()
    if not asked:
        flash(_("Say on whose request the report is made."), "danger")
        return redirect(url_for("erasures.listing", q=request.args.get("q")))
    path = f"/people/{person}/report"
    return as_file(path, kind, "personal-data", language=language(), request=asked[:200])


@blueprint.get("/certificate/<token>")
def check(token: str) -> Any:
    """Behind the code on a printed certificate: is it real? Names nobody."""
    tenant, _dot, code = token.partition(".")
    if not tenant or not code or "/" in code:
        abort(404)
    scope = Scope(TenantId(tenant), ActorId("certificate-check"), frozenset({"service"}))
    try:
        found = gateway().clients["participants"].get(f"/v1/erasures/certificates/{code}", scope)
    except NotFound:
        return render_template("certificate.html", found=None, code=code), 404
    return render_template("certificate.html", found=found, code=code, PARTS=PARTS, KEPT=KEPT)
