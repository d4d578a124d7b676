"""What an item of the public page is told from: an approved case, a given award."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.reporting.domain.award.decider import AWARD
from services.reporting.domain.case.decider import CASE
from services.reporting.domain.publication.decider import Publication
from shared.domain.errors import Refused
from shared.tenancy.scope import Scope

if TYPE_CHECKING:
    from shared.service import Service


def check_source(service: Service, scope: Scope, item: Publication) -> None:
    """Raises Refused where the case is not approved or tells of somebody whom the item does not name,
    or the award is not given to somebody whom it names. An item without a source stands alone."""
    if not item.source:
        return
    if item.kind == "case":
        case = service.handler.existing(scope, CASE, item.source).state
        if case.status != "approved":
            raise Refused("the case is not approved", code="case-not-approved")
        told = set(case.people)
    elif item.kind == "mentor":
        award = service.handler.existing(scope, AWARD, item.source).state
        if award.status != "given":
            raise Refused("the award is not given", code="award-not-given")
        told = {award.mentor}
    else:
        return
    if not told <= set(item.people):
        raise Refused("everybody of the case or award is named", code="source-people")
