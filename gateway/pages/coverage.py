"""How far the base of mentors answers the requests, on a page and as a workbook."""

from __future__ import annotations

import io
from typing import Any

import xlsxwriter
from flask import Blueprint, Response, render_template
from flask_babel import gettext as _

from gateway.context import allowed, ask, school_year
from gateway.words import FORMS, THEMES, word

blueprint = Blueprint("coverage", __name__)
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


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
    return Response(_sheet(found), mimetype=_XLSX, headers=headers)


def elsewhere(row: dict[str, Any]) -> str:
    """One to four are not told apart."""
    if row["few"]:
        return _("fewer than 5")
    if row["elsewhere"] is None:
        return "—"
    return _("%(num)s or more", num=50) if row["elsewhere"] >= 50 else str(row["elsewhere"])


def _sheet(found: dict[str, Any]) -> bytes:
    """Texts are written as texts and numbers as numbers: no cell can become a formula."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet, bold = book.add_worksheet(_("Coverage")), book.add_format({"bold": True})
        sheet.set_column(0, 1, 24)
        sheet.set_column(2, 7, 14)
        heads = (_("Form"), _("Theme"), _("Requests"), _("Mentors"), _("Free places"),
                 _("Can be served"), _("Missing"), _("Elsewhere"))  # fmt: skip
        for column, head in enumerate(heads):
            sheet.write_string(0, column, head, bold)
        for number, row in enumerate(found["cells"], 1):
            sheet.write_string(number, 0, word(FORMS, row["form"]))
            sheet.write_string(number, 1, word(THEMES, row["theme"]))
            for column, name in enumerate(
                ("requests", "mentors", "places", "served", "missing"), 2
            ):
                sheet.write_number(number, column, row[name])
            sheet.write_string(number, 7, elsewhere(row))
        sheet.freeze_panes(1, 0)
        last = len(found["cells"]) + 2
        for column, (text, name) in enumerate(
            ((_("Requests"), "requests"), (_("Can be served"), "served"), (_("Missing"), "missing"))
        ):
            sheet.write_string(last, column * 2, text, bold)
            sheet.write_number(last, column * 2 + 1, found[name])
    return target.getvalue()


@blueprint.context_processor
def _words() -> dict[str, Any]:
    return {"elsewhere": elsewhere}
