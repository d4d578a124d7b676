"""7.4: what changed between the two measurements, drawn and in numbers."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request
from flask_babel import get_locale
from flask_babel import gettext as _
from markupsafe import Markup

from gateway import figures_words
from gateway.context import allowed, ask, school_year
from gateway.figures_words import num, signed, span
from shared.charts.changes import Change, Estimate, before_after, estimates
from shared.charts.svg import Drawing

blueprint = Blueprint("before_after", __name__)
blueprint.context_processor(figures_words.for_templates)


@blueprint.get("/before-after")
@allowed("coordinator", "head", "psychologist")
def show() -> Any:
    role = "mentor" if request.args.get("role") == "mentor" else "mentee"
    found = ask("reporting", "/comparisons", year=school_year(), role=role)
    known = {one["code"]: one for one in ask("participants", "/instruments")["items"]}
    groups = [_drawn(group, known.get(group["instrument"])) for group in found["groups"]]
    return render_template("before_after.html", groups=groups, role=role)


def _drawn(group: dict[str, Any], instrument: dict[str, Any] | None) -> dict[str, Any]:
    """The group with words for its parameters, and its two charts where there is enough."""
    language = str(get_locale() or "ru")
    asked = {p["code"]: p for p in instrument["parameters"]} if instrument else {}
    rows = []
    for row in group["parameters"]:
        known = asked.get(row["parameter"], {})
        title = known.get("title", {}).get(language, row["parameter"])
        low, high = known.get("min", 0), known.get("max", 10)
        rows.append({**row, "title": title, "low": low, "high": high})
    name = instrument["title"][language] if instrument else group["instrument"]
    told = [row for row in rows if row["changes"]]
    return {**group, "name": name, "rows": rows, "charts": _charts(group["instrument"], name, told)}


def _charts(code: str, name: str, rows: list[dict[str, Any]]) -> list[Markup]:
    if not rows:
        return []
    medians = [
        Change(
            row["title"], row["before_median"], row["after_median"],
            f"{num(row['before_median'], 1)} → {num(row['after_median'], 1)}",
        )
        for row in rows
    ]  # fmt: skip
    means = []
    for row in rows:
        found = row["changes"]
        low, high = found["mean_interval"] or (None, None)
        shown = f"{signed(found['mean_change'])} ({span(found['mean_interval'])})"
        means.append(Estimate(row["title"], found["mean_change"], low, high, shown))
    first = Drawing(
        f"median-{code}", _("Medians before and after: %(name)s", name=name),
        "; ".join(f"{one.label}: {one.shown}" for one in medians),
    )  # fmt: skip
    second = Drawing(
        f"mean-{code}", _("Mean change with its 95-percent interval: %(name)s", name=name),
        "; ".join(f"{one.label}: {one.shown}" for one in means),
    )  # fmt: skip
    low, high = min(r["low"] for r in rows), max(r["high"] for r in rows)
    legend = (_("before"), _("after"))
    return [
        Markup(before_after(first, medians, low, high, legend)),
        Markup(estimates(second, means)),
    ]
