"""Gatherings: planned, prepared by invitations, held with attendance by audience, taken back."""

from __future__ import annotations

from collections import Counter
from typing import Any, Final

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from gateway import gathering_words, linked, meeting_words
from gateway.addresses import outside
from gateway.context import allowed, ask, finish, names, school_year, signed_in, tell, walk
from gateway.gathering_words import AUDIENCES, EVENT_STATUSES, IN_A_BASE
from gateway.meeting_words import hour_at
from gateway.numbers import number_or
from gateway.words import THEMES, iso_day, sentence
from shared.batches import batches
from shared.domain.errors import DomainError

blueprint = Blueprint("gatherings", __name__)
blueprint.context_processor(gathering_words.for_templates)
blueprint.context_processor(meeting_words.for_templates)
_AT_ONCE: Final = 1000
WRITERS: Final = ("coordinator", "head")


@blueprint.get("/gatherings")
@allowed(*WRITERS)
def listing() -> Any:
    status = request.args.get("status", "")
    status = status if status in EVENT_STATUSES else "planned"
    after = request.args.get("after")
    query = {"year": school_year(), "status": status, "limit": 50,
             "latest": str(status != "planned").lower()}  # fmt: skip
    found = ask("meetings", "/outreach", **query, **({"after": after} if after else {}))
    if status == "planned":
        found["items"].sort(key=lambda row: (row["planned_for"], row.get("starts_at") or ""))
    hour = hour_at(ask("meetings", "/rules")["zone"])
    return render_template("gatherings.html", found=found, status=status, hour=hour)


@blueprint.post("/gatherings")
@allowed(*WRITERS)
def plan() -> Any:
    body = {**_when_and_where(), "item": request.form.get("item", ""), "year": school_year()}
    try:
        done = tell("meetings", "/outreach", body)
    except DomainError as error:
        flash(sentence(error), "danger")
        return redirect(url_for("gatherings.listing", year=school_year()))
    flash(_("The gathering is planned. Invite the guests now."), "success")
    return redirect(url_for("gatherings.one", event=done["id"], c=f"meetings:{done['commit']}"))


def _when_and_where() -> dict[str, Any]:
    given = request.form
    return {
        "title": given.get("title", "").strip(),
        "date": iso_day(given.get("date", "")),
        "at": given.get("at", "").strip()[:5] or None,
        "place": given.get("place", "").strip(),
    }


@blueprint.get("/gatherings/<event>")
@allowed(*WRITERS)
def one(event: str) -> Any:
    row = ask("meetings", f"/outreach/{event}")
    called = guest_names(row)
    hour = hour_at(ask("meetings", "/rules")["zone"])
    return render_template(
        "gathering.html", row=row, names=called, guests=_by_audience(row, called), hour=hour,
        came=came_by_audience(row),
        coming=sum(g.get("coming") is True for g in row["guests"].values()),
    )  # fmt: skip


def guest_names(row: dict[str, Any]) -> dict[str, str]:
    """Everybody who is invited or has come, as far as the names may be shown."""
    people = list(dict.fromkeys((*row["guests"], *row["people"])))
    named = {p: g["name"] for p, g in row["guests"].items() if g.get("named") and g["name"]}
    return {**names((p for p in people if p not in named), "gatherings"), **named}


def _by_audience(
    row: dict[str, Any], called: dict[str, str]
) -> dict[str, list[tuple[str, dict[str, Any]]]]:
    by: dict[str, list[tuple[str, dict[str, Any]]]] = {}
    for person, guest in sorted(row["guests"].items(), key=lambda one: called.get(one[0], "я")):
        by.setdefault(guest["audience"], []).append((person, guest))
    return {audience: by[audience] for audience in AUDIENCES if audience in by}


def came_by_audience(row: dict[str, Any]) -> dict[str, int]:
    """With a name or without, as ticked and counted so far."""
    came = Counter(row.get("arrived") or {})
    came.update(audience for audience in (row.get("present") or {}).values() if audience)
    return {audience: came[audience] for audience in AUDIENCES}


def _do(event: str, path: str, body: dict[str, Any], said: str) -> Any:
    return finish("meetings", lambda: tell("meetings", f"/outreach/{event}{path}", body),
                  url_for("gatherings.one", event=event), said)  # fmt: skip


@blueprint.post("/gatherings/<event>/change")
@allowed(*WRITERS)
def change(event: str) -> Any:
    return _do(event, "/change", _when_and_where(),
               _("The change is kept; of another day or hour the guests are told by letter."))  # fmt: skip


@blueprint.post("/gatherings/<event>/cancel")
@allowed(*WRITERS)
def cancel(event: str) -> Any:
    body = {"reason": request.form.get("reason", "").strip()}
    return _do(
        event, "/cancel", body, _("It is called off; whoever was invited is told by letter.")
    )


@blueprint.post("/gatherings/<event>/strike")
@allowed(*WRITERS)
def strike(event: str) -> Any:
    body = {"reason": request.form.get("reason", "").strip()}
    return _do(event, "/strike", body, _("The record is struck out."))


@blueprint.get("/gatherings/<event>/invite")
@allowed(*WRITERS)
def choose(event: str) -> Any:
    """Whom to invite of an audience: all of them ticked, but for those who are invited."""
    audience = request.args.get("audience", "")
    audience = audience if audience in IN_A_BASE else "guardians"
    row = ask("meetings", f"/outreach/{event}")
    people, groups = _audience(audience, request.args.get("group", ""))
    called = names(people, "gatherings")
    free = sorted((p for p in people if p not in row["guests"]), key=lambda p: called.get(p, "я"))
    return render_template(
        "gathering_invite.html", row=row, audience=audience, free=free, names=called,
        groups=groups, group=request.args.get("group", ""), invited=len(people) - len(free),
    )  # fmt: skip


def _audience(audience: str, group: str) -> tuple[list[str], list[str]]:
    """This year's people of one audience, of one class where it is asked for; and the classes."""
    role = "mentor" if audience == "mentors" else "mentee"
    rows = list(walk("participants", "/candidates", year=school_year(), role=role))
    groups = sorted({row["group"] for row in rows if row.get("group")})
    chosen = [row["person"] for row in rows if not group or row.get("group") == group]
    if audience != "guardians":
        return chosen, groups
    children = set(chosen)
    links = walk("participants", "/guardianships")
    return list(dict.fromkeys(r["guardian"] for r in links if r["child"] in children)), groups


@blueprint.post("/gatherings/<event>/invite")
@allowed(*WRITERS)
def invite(event: str) -> Any:
    return finish("meetings", lambda: _invited(event), url_for("gatherings.one", event=event),
                  _("Invited. Everybody gets a letter with a link of their own."))  # fmt: skip


def _invited(event: str) -> Any:
    """As many at once as the service takes; whoever is invited already is not invited again."""
    audience, done = request.form.get("audience", ""), None
    everybody = request.form.getlist("people")
    for part, some in enumerate(list(batches(everybody, _AT_ONCE)) or [[]]):
        body = {"audience": audience, "people": some}
        done = tell("meetings", f"/outreach/{event}/guests", body, part=part)
    return done


@blueprint.get("/gatherings/<event>/links")
@allowed(*WRITERS)
def links(event: str) -> Any:
    """For the guests whom no letter has reached: a slip each, to print and hand over."""
    row = ask("meetings", f"/outreach/{event}")
    told = ask("meetings", f"/outreach/{event}/guests/links")
    called, tenant = guest_names(row), signed_in().scope().tenant
    slips = []
    for person, secret in told["secrets"].items():
        mark = f"{tenant}.{event}.{person}.{secret}"
        address = outside("guest.invitation", mark=mark)
        slips.append({"name": called.get(person, "—"), **linked.printed(address)})
    slips.sort(key=lambda slip: slip["name"])
    hour = hour_at(ask("meetings", "/rules")["zone"])
    without = sorted(called.get(person, "—") for person in told["without"])
    return render_template("gathering_links.html", row=row, slips=slips, hour=hour, without=without)


@blueprint.post("/gatherings/<event>/answers")
@allowed(*WRITERS)
def note_answer(event: str) -> Any:
    """What a guest said by telephone; the button names guest and answer."""
    person, _dash, said = request.form.get("said", "").partition(":")
    return _do(event, f"/guests/{person or '-'}/answer", {"coming": said == "yes"},
               _("The answer is kept."))  # fmt: skip


@blueprint.post("/gatherings/<event>/counts")
@allowed(*WRITERS)
def count(event: str) -> Any:
    body = {"audience": request.form.get("audience", ""), "invited": number("invited"),
            "answered": number("answered")}  # fmt: skip
    return _do(event, "/guests/counts", body, _("The numbers are kept."))


@blueprint.post("/gatherings/<event>/named")
@allowed(*WRITERS)
def name_guest(event: str) -> Any:
    body = {
        "audience": request.form.get("audience", ""),
        "name": request.form.get("name", "").strip(),
        "address": request.form.get("address", "").strip(),
        "consented": request.form.get("consented") == "yes",
    }
    return _do(event, "/guests/named", body, _("The guest is on the list."))


@blueprint.post("/gatherings/<event>/forget")
@allowed(*WRITERS)
def forget(event: str) -> Any:
    guest = request.form.get("guest", "") or "-"
    return _do(event, f"/guests/{guest}/forget", {}, _("Name and address are destroyed."))


@blueprint.post("/gatherings/<event>/hold")
@allowed(*WRITERS)
def hold(event: str) -> Any:
    by = {audience: number(f"came_{audience}") for audience in AUDIENCES}
    body: dict[str, Any] = {
        "held_on": iso_day(request.form.get("held_on", "")),
        "by_audience": {audience: count for audience, count in by.items() if count},
        "attended": sum(by.values()),
        "material": request.form.get("material", "").strip(),
        "leads": number("leads"),
        "requests_by_theme": {
            theme: asked for theme in THEMES if (asked := number(f"theme_{theme}"))
        },
    }
    return _do(event, "/hold", body, _("It is entered: the roadmap has its evidence."))


def number(name: str) -> int:
    return min(number_or(request.form.get(name, "").strip(), 0), 999_999)
