"""At the door of a gathering, on a phone: tick names, count the others, print the code to scan."""

from __future__ import annotations

from typing import Any, Final

from flask import Blueprint, render_template, request, url_for
from flask_babel import gettext as _

from gateway import gathering_words, linked, meeting_words
from gateway.addresses import outside
from gateway.context import allowed, ask, finish, names, signed_in, tell
from gateway.gathering_words import AUDIENCES
from gateway.meeting_words import hour_at
from gateway.pages.gatherings import WRITERS, came_by_audience, guest_names

blueprint = Blueprint("door", __name__)
blueprint.context_processor(gathering_words.for_templates)
blueprint.context_processor(meeting_words.for_templates)
_SHOWN: Final = 40
_LETTERS: Final = 3


@blueprint.get("/gatherings/<event>/door")
@allowed(*WRITERS)
def show(event: str) -> Any:
    """Guests whose name fits, and people of the register who were not invited."""
    row = ask("meetings", f"/outreach/{event}")
    called, asked = guest_names(row), request.args.get("q", "").strip()[:100]
    here = set(row["people"])
    expected = [p for p in row["guests"] if p not in here and not row["guests"][p].get("forgotten")]
    fitting = sorted((p for p in expected if _fits(called.get(p, ""), asked)),
                     key=lambda p: called.get(p, "я"))  # fmt: skip
    return render_template(
        "door.html", row=row, names=called, asked=asked, fitting=fitting[:_SHOWN],
        left_out=max(0, len(fitting) - _SHOWN), came=came_by_audience(row),
        others=_others(asked, {*row["guests"], *here}),
        here=sorted(here, key=lambda p: called.get(p, "я")),
    )  # fmt: skip


def _fits(name: str, asked: str) -> bool:
    """Each word that was typed begins a word of the name."""
    plain = name.casefold().replace("ё", "е").split()
    wanted = asked.casefold().replace("ё", "е").split()
    return all(any(word.startswith(part) for word in plain) for part in wanted)


def _others(asked: str, known: set[str]) -> dict[str, str]:
    if len(asked) < _LETTERS:
        return {}
    rows = ask("participants", "/people", q=asked, limit=20)["items"]
    return names((row["id"] for row in rows if row["id"] not in known), "gatherings")


@blueprint.post("/gatherings/<event>/door")
@allowed(*WRITERS)
def tick(event: str) -> Any:
    person = request.form.get("person", "")
    audience = request.form.get("audience", "")
    body = {"person": person, **({"audience": audience} if audience in AUDIENCES else {})}
    return _do(event, "/check-in", body, _("Here."))


@blueprint.post("/gatherings/<event>/door/back")
@allowed(*WRITERS)
def untick(event: str) -> Any:
    return _do(
        event,
        "/check-out",
        {"person": request.form.get("person", "")},
        _("The tick is taken back."),
    )


@blueprint.post("/gatherings/<event>/door/count")
@allowed(*WRITERS)
def count(event: str) -> Any:
    """One more, or one fewer after a mistake; the button names the audience."""
    audience, _dash, way = request.form.get("one", "").partition(":")
    body = {"audience": audience, "by": -1 if way == "fewer" else 1}
    return _do(event, "/arrivals", body, _("Counted."))


def _do(event: str, path: str, body: dict[str, Any], said: str) -> Any:
    return finish("meetings", lambda: tell("meetings", f"/outreach/{event}{path}", body),
                  url_for("door.show", event=event), said)  # fmt: skip


@blueprint.get("/gatherings/<event>/poster")
@allowed(*WRITERS)
def poster(event: str) -> Any:
    """The picture to hang up: it works on the day of the gathering only."""
    row = ask("meetings", f"/outreach/{event}")
    told = ask("meetings", f"/outreach/{event}/door")
    tenant = signed_in().scope().tenant
    address = outside("guest.at_the_door", mark=f"{tenant}.{event}.{told['code']}")
    hour = hour_at(ask("meetings", "/rules")["zone"])
    return render_template("poster.html", row=row, day=told["day"], hour=hour,
                           **linked.printed(address, scale=8, border=4))  # fmt: skip
