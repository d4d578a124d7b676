"""The plan of resources of stage 1: kept on a page, printed for the head to sign."""

from __future__ import annotations

from typing import Any, Final

from flask import Blueprint, Response, render_template, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _

from gateway import stage1_words
from gateway.context import allowed, every, finish, school_year, signed_in, tell
from gateway.stage1_words import ORIGINS, RESOURCES
from gateway.words import word
from shared.documents.formats import TYPES, printed
from shared.documents.paper import Block, Heading, Paper, Paragraph, Signatures, Table
from shared.domain.errors import DomainError

blueprint = Blueprint("resources", __name__)
blueprint.context_processor(stage1_words.for_templates)
_STAFF: Final = ("coordinator", "head", "psychologist", "social_worker", "teacher")
_WRITERS: Final = ("coordinator", "head")


@blueprint.get("/resources")
@allowed(*_STAFF)
def show() -> Any:
    year = school_year()
    rows = every("reporting", "/resources", year=year)
    wanted = request.args.get("line", "")
    return render_template(
        "resources.html", rows=rows, year=year, named=_named(year),
        edited=next((row for row in rows if row["id"] == wanted), None),
        gaps=sum(row["gap"] > 0 for row in rows),
    )  # fmt: skip


def _named(year: str) -> list[str]:
    """What was offered at the gatherings of stage 1; the page is drawn without it if need be."""
    try:
        held = every("meetings", "/outreach", year=year)
    except DomainError:
        return []
    return [text for row in held for text in row.get("resources") or () if row["item"][0] == "1"]


@blueprint.post("/resources")
@allowed(*_WRITERS)
def write() -> Any:
    form, year = request.form, school_year()
    body: dict[str, Any] = {
        "year": year,
        "kind": form.get("kind", ""),
        "source": form.get("source", ""),
        "what": form.get("what", "").strip(),
        "who": form.get("who", "").strip(),
        "needed": form.get("needed", 0, type=int),
        "have": form.get("have", 0, type=int),
    }
    if form.get("line"):
        body["line"] = form["line"]
    return finish("reporting", lambda: tell("reporting", "/resources", body),
                  url_for("resources.show", year=year), _("The line is kept."))  # fmt: skip


@blueprint.post("/resources/<line>/drop")
@allowed(*_WRITERS)
def drop(line: str) -> Any:
    year = school_year()
    return finish(
        "reporting", lambda: tell("reporting", f"/resources/{line}/drop", {"year": year}),
        url_for("resources.show", year=year), _("The line is taken out."),
    )  # fmt: skip


@blueprint.get("/resources.<any(pdf, docx):format>")
@allowed(*_STAFF)
def paper(format: str) -> Any:
    year = school_year()
    file = printed(_paper(every("reporting", "/resources", year=year), year), format)
    name = f"resources-{year.replace('/', '-')}.{format}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(file, mimetype=TYPES[format], headers=headers)


def _paper(rows: list[dict[str, Any]], year: str) -> Paper:
    blocks: list[Block] = []
    for kind, heading in RESOURCES.items():
        lines = [row for row in rows if row["kind"] == kind]
        blocks += [Heading(str(heading)), _table(lines) if lines else Paragraph(_("None yet"))]
    gaps = sum(row["gap"] > 0 for row in rows)
    blocks.append(Paragraph(_("Lines: %(all)s, with something missing: %(gaps)s.",
                              all=len(rows), gaps=gaps)))  # fmt: skip
    blocks.append(Signatures(((_("Coordinator"), ""),)))
    current = signed_in().current
    return Paper(
        title=_("Plan of resources"), subtitle=_("Mentoring programme, school year %(year)s", year=year),
        blocks=tuple(blocks), organisation=current.organisation if current else "",
        approved=(_("APPROVED"), _("Head"), "____________________", "«___» ____________ 20___"),
        language="en" if str(get_locale()) == "en" else "ru", landscape=True, size=11,
    )  # fmt: skip


def _table(rows: list[dict[str, Any]]) -> Table:
    header = (
        "№", _("What is needed"), _("From where"), _("Who brings it"), _("Needed"), _("There"),
        _("Missing"),
    )  # fmt: skip
    cells = [
        (
            str(number), row["what"] or "—", word(ORIGINS, row["source"]), row["who"] or "—",
            str(row["needed"]), str(row["have"]), str(row["gap"] or "—"),
        )
        for number, row in enumerate(rows, 1)
    ]  # fmt: skip
    return Table(header, tuple(cells), (0.4, 3.4, 1.8, 2.4, 0.8, 0.8, 1.0))
