"""What may be asked of a year's preliminary requests."""

from __future__ import annotations

from dataclasses import dataclass

from shared.contracts.features import Form, Theme
from shared.domain.ids import TenantId, derived_id


def sheet_id(tenant: TenantId, year: str) -> str:
    """One a school and year, that anybody of the school can compute."""
    return derived_id("preliminary_requests", tenant, year)


@dataclass(frozen=True, slots=True)
class Count:
    sheet: str
    year: str
    form: Form
    theme: Theme
    grade: int
    count: int
