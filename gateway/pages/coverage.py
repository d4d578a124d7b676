"""How far the base of mentors answers the requests, on a page and as a workbook."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, render_template
from flask_babel import gettext as _

from gateway.context import allowed, ask, school_year
from gateway.words import FORMS, THEMES, word
from shared.documents.sheets import XLSX, Sheet, as_xlsx

blueprint = Blueprint("coverage", __name__)


@blueprint.get("/coverage")
@allowed("coordinator", "head")
def show() -> Any:
    found = ask("participants", "/coverage", year=school_year())
    return render_template("coverage.html", found=found)


@blueprint.get("/coverage.xlsx")
@allowed("coordinator", "head")
def workbook() -> Any:
    found = ask("participants", "/coverage", year=school_year())
    name = f"coverage-{found['year'].replace('/', '-')}.xlsx"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(_sheet(found), mimetype=XLSX, headers=headers)


def elsewhere(row: dict[str, Any]) -> str:
    """One to four are not told apart."""
    if row["few"]:
        return _("fewer than 5")
    if row["elsewhere"] is None:
        return "—"
    return _("%(num)s or more", num=50) if row["elsewhere"] >= 50 else str(row["elsewhere"])


def _sheet(found: dict[str, Any]) -> bytes:
    """The cells of the analysis, and the sums on a sheet of their own."""
    headings = (_("Form"), _("Theme"), _("Requests"), _("Mentors"), _("Free places"),
                _("Can be served"), _("Missing"), _("Elsewhere"))  # fmt: skip
    numbers = ("requests", "mentors", "places", "served", "missing")
    rows = [
        (
            word(FORMS, row["form"]), word(THEMES, row["theme"]),
            *(row[name] for name in numbers), elsewhere(row),
        )
        for row in found["cells"]
    ]  # fmt: skip
    sums = [
        (_("Requests"), found["requests"]),
        (_("Can be served"), found["served"]),
        (_("Missing"), found["missing"]),
    ]
    return as_xlsx(
        Sheet(_("Coverage"), headings, rows, (24, 24, *(14,) * 6)),
        Sheet(_("In all"), (_("Number"), ""), sums),
    )


@blueprint.context_processor
def _words() -> dict[str, Any]:
    return {"elsewhere": elsewhere}
