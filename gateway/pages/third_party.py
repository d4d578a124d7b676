"""What teachers and specialists say of one mentee, to those whose role may know it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template
from flask_babel import gettext as _

from gateway.context import allowed, every, names
from gateway.pages.my_data import language
from gateway.words import ROLES, THEMES, word
from shared.domain.errors import ConsentMissing

blueprint = Blueprint("third_party", __name__)


@blueprint.get("/people/<person>/third-party")
@allowed("coordinator", "psychologist", "social_worker", "teacher")
def show(person: str) -> Any:
    """Without a live consent for this purpose nothing is shown."""
    try:
        rows, consented = every("participants", "/third-party", person=person), True
    except ConsentMissing:
        rows, consented = [], False
    found = [{**row, "lines": _lines(row)} for row in rows]
    name = names([person], "third party").get(person, "—")
    return render_template(
        "third_party.html", rows=found, name=name, consented=consented, ROLES=ROLES
    )


def _lines(row: dict[str, Any]) -> list[dict[str, Any]]:
    if row["answers"] is None:
        return []
    return [
        {
            "title": question["title"][language()],
            "text": _answer(question, row["answers"][question["code"]]),
            "restricted": question["code"] in row["restricted"],
        }
        for question in row["questions"]
        if question["code"] in row["answers"]
    ]


def _answer(question: dict[str, Any], value: Any) -> str:
    """Codes as the words of the question's options or of the themes."""
    titles = {one["code"]: one["title"][language()] for one in question.get("options", ())}
    if isinstance(value, dict):
        return "; ".join(f"{titles.get(key, key)}: {inner}" for key, inner in value.items())
    if isinstance(value, list):
        return ", ".join(titles.get(one) or word(THEMES, one) for one in value) or "—"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return titles.get(value) or str(value) or "—"
