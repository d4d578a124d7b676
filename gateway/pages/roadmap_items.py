"""One item of the roadmap: what proves it, thing by thing, what is missing and where to do it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from flask import Blueprint, render_template, request, url_for
from flask_babel import gettext as _

from gateway.context import allowed, ask, finish, names, programme, school_year, tell
from gateway.pages.roadmap import STAFF
from gateway.roadmap_links import done_at, seen_at

blueprint = Blueprint("roadmap_items", __name__)
_PAGE: Final = 25


@blueprint.get("/school/items/<item>")
@allowed(*STAFF)
def one(item: str) -> Any:
    root = f"/roadmaps/{programme()}/items/{item}"
    found = ask("reporting", root)
    after = request.args.get("after", "")
    more = {"after": after} if after else {}
    proof = ask("reporting", f"{root}/evidence", limit=_PAGE, **more)
    missing = ask("reporting", f"{root}/missing", limit=_PAGE)
    people = [found["person"] or "", *_people(proof["items"]), *_people(missing["items"])]
    return render_template(
        "roadmap_item.html", item=found, proof=proof, missing=missing,
        names=names(people, "roadmap"), where=done_at(item), seen_at=seen_at,
    )  # fmt: skip


def _people(rows: Iterable[Mapping[str, Any]]) -> list[str]:
    return [
        person
        for row in rows
        for person in (row["people"] or ([row["person"]] if row["person"] else []))
    ]


@blueprint.post("/school/items/<item>/<any('not-applicable', 'applicable'):what>")
@allowed("coordinator", "head")
def rule(item: str, what: str) -> Any:
    """Whether the item applies to this school; a reason is given where it does not."""
    body = {}
    if what == "not-applicable":
        body = {"reason": request.form.get("reason", "").strip()}
    path = f"/roadmaps/{programme()}/items/{item}/{what}"
    said = _("The item applies.") if what == "applicable" else _("The item does not apply.")
    to = url_for("roadmap_items.one", item=item, year=school_year())
    return finish("reporting", lambda: tell("reporting", path, body), to, said)
