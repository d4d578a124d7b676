"""Numerators from evidence, denominators as entered: a school's, or a municipality's from sums."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from services.reporting.application.reading import school_ledger
from services.reporting.domain.indicators.catalogue import INDICATORS, Share
from services.reporting.domain.indicators.events import Counted
from services.reporting.domain.progress.counting import numerators
from shared.domain.errors import NotFound
from shared.tenancy.scope import Scope

if TYPE_CHECKING:
    from shared.service import Service


def shares_of(service: Service, scope: Scope, year: str) -> dict[str, Share]:
    """Indicator → numerator and denominator now. A municipality sees what its schools reported:
    numbers that were hidden on the way are not in its sums."""
    if "municipal_admin" in scope.roles:
        reports = service.views.reader(scope, "municipal_dashboard").all({"year": year})
        counted = _municipal(reports)
    else:
        counted = numerators(school_ledger(service, scope, year))
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


def _municipal(reports: Iterable[Mapping[str, Any]]) -> dict[str, Share]:
    schools = list(reports)

    def total(name: str) -> int:
        return sum(school["counts"].get(name) or 0 for school in schools)

    def satisfied(role: str) -> Share:
        """Of schools that reported both numbers; half of a share would mislead."""
        whole = [
            school["counts"]
            for school in schools
            if school["counts"].get(f"{role}_satisfied") is not None
            and school["counts"].get(f"{role}_answered") is not None
        ]
        return Share(
            sum(counts[f"{role}_satisfied"] for counts in whole),
            sum(counts[f"{role}_answered"] for counts in whole),
        )

    partners = {partner for school in schools for partner in school["partners"]}
    return {
        "mentees_10_19": Share(total("mentees_10_19"), None),
        "mentors_15_19": Share(total("mentors_15_19"), None),
        "young_teachers": Share(total("young_teachers"), None),
        "enterprises": Share(len(partners), None),
        "mentees_satisfied": satisfied("mentees"),
        "mentors_satisfied": satisfied("mentors"),
    }
