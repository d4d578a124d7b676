"""The month: a grid on a wide screen, a list on a phone; and the private address for other programs."""

from __future__ import annotations

import calendar as months
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, Final

from flask import (
    Blueprint,
    Response,
    abort,
    flash,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask_babel import format_date
from flask_babel import gettext as _

from gateway import linked, meeting_words
from gateway.addresses import outside
from gateway.context import allowed, ask, finish, gateway, names, signed_in, tell, walk
from gateway.gathering_words import WISHES
from gateway.meeting_words import hour_at, local
from gateway.words import sentence
from gateway.working import STAFF
from shared.domain.errors import DomainError

blueprint = Blueprint("calendar", __name__)
blueprint.context_processor(meeting_words.for_templates)
LOOKS: Final = 60
"""So often one address of a calendar is read in ten minutes; programs come every few hours."""
_ALL: Final = (*STAFF, "mentor", "mentee")


@blueprint.get("/calendar")
@allowed(*_ALL)
def show() -> Any:
    rules = ask("meetings", "/rules")
    first = _month(rules["today"])
    weeks = months.Calendar().monthdatescalendar(first.year, first.month)
    last = date(first.year, first.month, months.monthrange(first.year, first.month)[1])
    rows = list(walk(
        "meetings", "/calendar", since=weeks[0][0].isoformat(), until=weeks[-1][-1].isoformat()
    ))  # fmt: skip
    by_day: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: str(row.get("starts_at") or row["day"])):
        by_day[_day(row, rules["zone"])].append(row)
    own = list(walk("meetings", "/subscriptions"))
    return render_template(
        "calendar.html", weeks=weeks, first=first, by_day=by_day, people=_people(rows),
        before=(first - timedelta(days=1)).strftime("%Y-%m"),
        after=(last + timedelta(days=1)).strftime("%Y-%m"), today=rules["today"],
        title=format_date(first, "LLLL yyyy"), hour=hour_at(rules["zone"]), zone=rules["zone"],
        subscriptions=own, address=session.pop("calendar_address", ""),
        within=lambda day: first <= day <= last, format_date=format_date, WISHES=WISHES,
        wish=_wish(),
    )  # fmt: skip


def _wish() -> str:
    """Which letters a mentor or mentee gets; nothing for staff, who get none."""
    if not signed_in().roles & {"mentor", "mentee"} or not signed_in().scope().person:
        return ""
    return str(ask("meetings", "/letters/wish")["wish"])


def _day(row: dict[str, Any], zone: str) -> str:
    """Of what is ahead by the school's clock as it is set now; what took place has its day."""
    if row["status"] == "held" or not row.get("starts_at"):
        return str(row["day"])
    return local(row["starts_at"], zone).date().isoformat()


def _month(today: str) -> date:
    """The month that is asked for, else the school's present one."""
    try:
        year, month = (int(part) for part in request.args.get("month", "").split("-"))
        return date(year if 2000 <= year < 2100 else 0, month, 1)
    except ValueError:
        return date.fromisoformat(today).replace(day=1)


def _people(rows: Iterable[dict[str, Any]]) -> dict[str, str]:
    """Who meets, by pairing: mentor and mentees."""
    wanted = {row["pairing"] for row in rows if row["pairing"]}
    if not wanted:
        return {}
    pairs = [row for row in walk("meetings", "/pairings") if row["id"] in wanted]
    known = names([p for row in pairs for p in (row["mentor"], *row["mentees"])], "calendar")
    return {
        row["id"]: ", ".join(known.get(p, "—") for p in (row["mentor"], *row["mentees"]))
        for row in pairs
    }


@blueprint.post("/calendar/subscription")
@allowed(*_ALL)
def subscribe() -> Any:
    """The address is shown once; whoever loses it makes another."""
    language = session.get("language", "ru")
    try:
        done = tell("meetings", "/subscriptions", {"language": language})
    except DomainError as error:
        flash(sentence(error), "danger")
        return redirect(url_for("calendar.show"))
    current = signed_in().current
    assert current is not None
    mark = f"{current.tenant}.{done['token']}"
    session["calendar_address"] = outside("calendar.feed", mark=mark)
    return redirect(url_for("calendar.show", c=f"meetings:{done['commit']}") + "#address")


@blueprint.post("/calendar/subscription/<subscription>/end")
@allowed(*_ALL)
def unsubscribe(subscription: str) -> Any:
    return finish(
        "meetings", lambda: tell("meetings", f"/subscriptions/{subscription}/end", {}),
        url_for("calendar.show"), _("The address no longer works."),
    )  # fmt: skip


@blueprint.get("/meetings/<pairing>/calendar.ics")
@allowed(*_ALL)
def file(pairing: str) -> Response:
    answer = gateway().clients["meetings"].request(
        "GET", f"/v1/pairings/{pairing}/calendar.ics", signed_in().scope(),
        params={"language": session.get("language", "ru")},
    )  # fmt: skip
    return _ics(answer.content)


@blueprint.get("/ics/<mark>.ics")
def feed(mark: str) -> Response:
    """Without signing in: the address itself is the key. One that never was, was ended or belongs
    elsewhere is a 404."""
    scope, token = linked.place(mark, "calendar-address")
    with linked.guessing("calendar"):
        if not gateway().limits.count("calendar", mark, LOOKS):
            abort(429)
        answer = (
            gateway().clients["meetings"].request("GET", f"/v1/subscriptions/open/{token}", scope)
        )
    return _ics(answer.content)


def _ics(content: bytes) -> Response:
    headers = {
        "Content-Disposition": 'attachment; filename="mentorbase.ics"',
        "Referrer-Policy": "no-referrer",
        "X-Robots-Tag": "noindex",
    }
    return Response(content, content_type="text/calendar; charset=utf-8", headers=headers)
