"""The shares by which the model is judged: as they stand, against their targets, and as counted."""

from __future__ import annotations

from typing import Any, Final

from flask import Blueprint, Response, render_template, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from markupsafe import Markup

from gateway import figures_words
from gateway.context import allowed, ask, every, finish, school_year, tell
from gateway.figures_words import num, titled
from gateway.numbers import decimal_in, number_or
from gateway.words import iso_day
from shared.charts.bars import Bar, bars
from shared.charts.svg import Drawing
from shared.documents.sheets import XLSX, Sheet, as_xlsx

blueprint = Blueprint("indicators", __name__)
blueprint.context_processor(figures_words.for_templates)
_READERS: Final = (
    "coordinator", "head", "psychologist", "social_worker", "teacher", "municipal_admin",
)  # fmt: skip
_ENTERED: Final = ("mentees_10_19", "mentors_15_19", "young_teachers", "enterprises")


@blueprint.get("/indicators")
@allowed(*_READERS)
def show() -> Any:
    rows = ask("reporting", "/indicators", year=school_year())["items"]
    language = str(get_locale() or "ru")
    titles = {row["code"]: titled(row, language) for row in rows}
    counts = every("reporting", "/indicators/counts", year=school_year())
    return render_template(
        "indicators.html", rows=rows, titles=titles, counts=counts, chart=_chart(rows, titles),
        entered={code: titles[code] for code in _ENTERED},
    )  # fmt: skip


def _chart(rows: list[dict[str, Any]], titles: dict[str, str]) -> Markup:
    drawn = [
        Bar(titles[row["code"]], row["share"], _percent(row["share"]), row["target"])
        for row in rows
    ]
    about = "; ".join(
        f"{one.label}: {one.shown}"
        + (_(", target %(target)s", target=_percent(one.aim)) if one.aim is not None else "")
        for one in drawn
    )
    return Markup(bars(Drawing("shares", _("Indicators and their targets"), about), drawn, 100))


def _percent(value: float | None) -> str:
    return "—" if value is None else f"{num(value, 1)} %"


@blueprint.post("/indicators/denominator")
@allowed("coordinator", "head", "municipal_admin")
def denominator() -> Any:
    plain = request.form.get("count", "").strip()
    body = {
        "year": school_year(),
        "code": request.form.get("code", ""),
        "count": number_or(plain, 0),
        "as_of": iso_day(request.form.get("as_of", "")),
    }
    return _done(lambda: tell("reporting", "/indicators/denominators", body, method="PUT"),
                 _("The number is kept."))  # fmt: skip


@blueprint.post("/indicators/target")
@allowed("head", "municipal_admin")
def target() -> Any:
    percent = decimal_in(request.form.get("percent", "").strip())
    body = {
        "year": school_year(),
        "code": request.form.get("code", ""),
        "percent": -1 if percent is None else percent,
    }
    return _done(lambda: tell("reporting", "/indicators/targets", body, method="PUT"),
                 _("The target is set."))  # fmt: skip


@blueprint.post("/indicators/count")
@allowed("coordinator", "head", "municipal_admin")
def count() -> Any:
    body = {"year": school_year()}
    return _done(lambda: tell("reporting", "/indicators/count", body),
                 _("The count of today is kept."))  # fmt: skip


def _done(work: Any, said: str) -> Any:
    return finish("reporting", work, url_for("indicators.show", year=school_year()), said)


@blueprint.get("/indicators.xlsx")
@allowed(*_READERS)
def workbook() -> Any:
    year, language = school_year(), str(get_locale() or "ru")
    rows = ask("reporting", "/indicators", year=year)["items"]
    headings = (_("Indicator"), _("Numerator"), _("Denominator"), _("Share, %"), _("Target, %"),
                _("Counted on"))  # fmt: skip
    cells = [
        (titled(row, language), row["numerator"], row["denominator"], row["share"], row["target"],
         row["counted_on"])
        for row in rows
    ]  # fmt: skip
    name = f"indicators-{year.replace('/', '-')}.xlsx"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    made = as_xlsx(Sheet(_("Indicators"), headings, cells, (52, 14, 14, 14, 14, 14)))
    return Response(made, mimetype=XLSX, headers=headers)
