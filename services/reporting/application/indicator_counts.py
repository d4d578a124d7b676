"""Numerators from evidence, denominators as entered: a school's, or a municipality's from sums."""

from __future__ import annotations

from collections.abc import Mapping, Set
from datetime import date
from typing import TYPE_CHECKING, Any

from services.reporting.application.reading import not_companies, school_ledger
from services.reporting.application.told import last_month_end, live_schools
from services.reporting.domain.indicators.catalogue import INDICATORS, Share
from services.reporting.domain.indicators.events import Counted
from services.reporting.domain.progress.counting import numerators
from shared.domain.errors import NotFound
from shared.tenancy.scope import Scope

if TYPE_CHECKING:
    from shared.service import Service


def shares_of(service: Service, scope: Scope, year: str) -> dict[str, Share]:
    """Indicator → numerator and denominator now. A municipality sees the people of the last
    published month end, and the enterprises of today, which are no persons."""
    if "municipal_admin" in scope.roles:
        live = live_schools(service.views.reader(scope, "municipal_dashboard"), year)
        end = last_month_end(service.views.reader(scope, "month_ends"), year)
        counted = _municipal(live, end, not_companies(service))
    else:
        ledger = school_ledger(service, scope, year)
        counted = numerators(ledger, scope.tenant, not_companies(service))
    entered = settings_of(service, scope, year).get("denominators", {})
    return {
        code: Share(share.numerator, entered[code]["count"]) if code in entered else share
        for code, share in counted.items()
    }


def settings_of(service: Service, scope: Scope, year: str) -> Mapping[str, Any]:
    try:
        return service.views.reader(scope, "indicators").get(year)
    except NotFound:
        return {}


def counted(shares: Mapping[str, Share]) -> tuple[Counted, ...]:
    return tuple(
        Counted(code, share.numerator, share.denominator) for code, share in sorted(shares.items())
    )


def table(
    shares: Mapping[str, Share], settings: Mapping[str, Any], today: date
) -> list[dict[str, Any]]:
    targets = settings.get("targets", {})
    return [
        {
            "code": one.code,
            "title_ru": one.title_ru,
            "title_en": one.title_en,
            "numerator": share.numerator,
            "denominator": share.denominator,
            "share": share.percent,
            "target": (target := targets.get(one.code)),
            "met": None
            if target is None or share.percent is None
            else bool(share.percent >= target),
            "counted_on": today.isoformat(),
        }
        for one in INDICATORS
        for share in (shares[one.code],)
    ]


def _municipal(
    live: Mapping[str, Any], end: Mapping[str, Any] | None, others: Set[str]
) -> dict[str, Share]:
    """What schools told before only companies were partners may name ``others`` too."""
    totals = end["totals"] if end else {}
    partners = {partner for school in live.values() for partner in school["partners"]} - others
    return {
        "mentees_10_19": Share(totals.get("mentees_10_19"), None),
        "mentors_15_19": Share(totals.get("mentors_15_19"), None),
        "young_teachers": Share(totals.get("young_teachers"), None),
        "enterprises": Share(len(partners), None),
        **{
            f"{role}_satisfied": Share(
                totals.get(f"{role}_satisfied"), totals.get(f"{role}_answered")
            )
            for role in ("mentees", "mentors")
        },
    }
