"""The municipality's table: stages as they stand, people as of a published month end, and exports."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from flask import Blueprint, Response, render_template, request
from flask_babel import gettext as _
from markupsafe import Markup

from gateway import figures_words
from gateway.context import allowed, ask, every, organisation_names, school_year
from gateway.figures_words import COLUMNS
from gateway.words import THEMES, word
from gateway.words import day as written
from shared.charts.bars import Bar, bars
from shared.charts.network import MOST, Tie, ring
from shared.charts.svg import Drawing
from shared.documents.sheets import XLSX, Cell, Sheet, as_csv, as_xlsx

blueprint = Blueprint("municipality", __name__)
blueprint.context_processor(figures_words.for_templates)
SHOWN: Final = ("mentees", "mentors", "pairs", "pairs_active", "pairs_closed", "mentees_waiting")


def _board() -> dict[str, Any]:
    """The table with the schools' names; a school that has told nothing yet has an empty row."""
    asked = request.args.get("as_of", "")
    params = {"as_of": asked} if asked else {}
    board: dict[str, Any] = ask("reporting", "/dashboard", year=school_year(), **params)
    organisations = every("participants", "/organisations")
    known = {row["school"]: row for row in board["schools"]}
    names = organisation_names([*known, *(tie["home"] for tie in board["ties"])])
    names |= {o["id"]: o["name"] for o in organisations}
    schools = {o["id"] for o in organisations if o["kind"] == "school"} | set(known)
    empty: dict[str, Any] = {"stages": [], "counts": {}, "earlier": {}}
    board["rows"] = [
        {"name": names.get(id, "—"), **(known.get(id) or empty), "late": _late(known.get(id))}
        for id in sorted(schools, key=lambda id: names.get(id, ""))
    ]
    board["companies"] = [o for o in organisations if o["kind"] == "company"]
    board["names"], board["asked"] = names, asked
    return board


def _late(row: dict[str, Any] | None) -> int | None:
    """Items whose approved date has passed; a number of tasks, so that nothing is hidden."""
    return sum(stage.get("late", 0) for stage in row["stages"]) if row else None


@blueprint.get("/municipality")
@allowed("municipal_admin")
def show() -> Any:
    """Counts only: nobody of the municipality sees a person here."""
    board = _board()
    months = every("reporting", "/dashboard/month-ends", year=school_year())
    return render_template(
        "municipality.html", board=board, months=months, shown=SHOWN,
        progress=progress_chart(
            [row["stages"] for row in board["rows"]],
            _("Items of the roadmaps done, all schools together"),
        ),
        network=network_chart(board["ties"], board["names"]),
    )  # fmt: skip


def progress_chart(schools: Sequence[Sequence[dict[str, int]]], title: str) -> Markup:
    """Of these schools together, stage by stage."""
    rows = []
    for number in range(7):
        stages = [stages[number] for stages in schools if len(stages) > number]
        ticked, whole = sum(s["ticked"] for s in stages), sum(s["applicable"] for s in stages)
        share = 100 * ticked / whole if whole else 0.0
        rows.append(Bar(_("Stage %(number)s", number=number + 1), share, f"{ticked}/{whole}"))
    about = "; ".join(f"{row.label}: {row.shown}" for row in rows)
    drawing = Drawing("progress", title, about)
    return Markup(bars(drawing, rows, 100))


def network_chart(
    found: Sequence[dict[str, str]], known: Mapping[str, str]
) -> dict[str, Any] | None:
    """Schools and companies in a ring; who has most ties is shown where there are too many."""
    ties = [(tie["home"], tie["school"]) for tie in found]
    if not ties:
        return None
    ends = [end for tie in ties for end in tie]
    places = sorted(set(ends), key=lambda id: (-ends.count(id), known.get(id, "")))[:MOST]
    order = sorted(places, key=lambda id: known.get(id, ""))
    kept = [(home, to) for home, to in ties if home in order and to in order]
    borrowers = {to for _home, to in ties}
    names = [known.get(id, "—") for id in order]
    told = [f"{known.get(h, '—')} → {known.get(to, '—')}" for h, to in kept]
    drawing = Drawing("network", _("Who lends mentors to whom"), "; ".join(told))
    arrows = [Tie(order.index(home), order.index(to)) for home, to in kept]
    drawn = ring(drawing, [id not in borrowers for id in order], arrows)
    return {"chart": Markup(drawn), "names": names, "told": told, "left": len(ties) - len(kept)}


def _rows(board: dict[str, Any]) -> Iterator[list[Cell]]:
    for row in board["rows"]:
        stages: list[Cell] = [f"{s['ticked']}/{s['applicable']}" for s in row["stages"]]
        yield [
            row["name"], *(stages or [None] * 7), row["late"], *(row["counts"].get(code) for code in COLUMNS)
        ]  # fmt: skip
    late = sum(row["late"] or 0 for row in board["rows"])
    yield [_("In all"), *[None] * 7, late, *(board["totals"].get(code) for code in COLUMNS)]


def _sheet(board: dict[str, Any]) -> Sheet:
    as_of = written(board["month_end"]) if board["month_end"] else "—"
    title = _("As of %(day)s", day=as_of)
    stages = [_("Stage %(number)s", number=number) for number in range(1, 8)]
    headings = (
        f"{_('School')} · {title}",
        *stages,
        _("Late items"),
        *(str(text) for text in COLUMNS.values()),
    )
    return Sheet(title, headings, _rows(board), (44, *(9,) * 7, 12, *(16,) * len(COLUMNS)))


@blueprint.get("/municipality.<any(xlsx, csv):kind>")
@allowed("municipal_admin")
def export(kind: str) -> Any:
    """Exactly what the page shows: an empty cell is hidden, or not told."""
    board = _board()
    name = f"municipality-{board['month_end'] or board['year'].replace('/', '-')}.{kind}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    if kind == "csv":
        return Response(as_csv(_sheet(board)), mimetype="text/csv", headers=headers)
    headings = (_("Theme"), _("Mentees who ask"), _("Mentors who offer"), _("Their places"))
    themes = [
        (word(THEMES, one["theme"]), one["asked"], one["mentors"], one["places"])
        for one in board["themes"]
    ]
    made = as_xlsx(_sheet(board), Sheet(_("Themes"), headings, themes, (28, 18, 18, 18)))
    return Response(made, mimetype=XLSX, headers=headers)
