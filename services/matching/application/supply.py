"""Compares what mentees ask for with what mentors offer (roadmap item 3.4)."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from services.matching.application import candidates
from services.matching.domain.programme.commands import AnalyseSupply
from services.matching.domain.programme.decider import PROGRAMME
from shared.domain.ids import PersonId, ProgrammeId
from shared.tenancy.scope import Scope

if TYPE_CHECKING:
    from shared.service import Service


def demand(service: Service, scope: Scope, year: str) -> dict[str, Any]:
    """Of the admitted mentees whose answers can be read: how many ask for each form, and in it for
    each theme, the most wanted first."""
    rows = service.views.showing(scope, "candidates").all(
        {"role": "mentee", "year": year, "status": "admitted"}
    )
    people = [PersonId(row["person"]) for row in rows]
    known = candidates.known_features(service, scope, "mentee", year, people)
    forms = Counter(form for one in known.values() for form in one.forms)
    themes = {
        form: Counter(t for one in known.values() if form in one.forms for t in one.themes)
        for form in forms
    }
    return {
        "requests": len(known),
        "forms": dict(forms.most_common()),
        "themes": {form: dict(counted.most_common()) for form, counted in themes.items()},
    }


def analyse(service: Service, scope: Scope, programme_id: ProgrammeId) -> AnalyseSupply:
    """A request is covered when some listed mentor offers one of its themes in one of its forms;
    gaps are themes that somebody asks for and nobody offers."""
    programme = service.handler.existing(scope, PROGRAMME, programme_id).state
    bases = candidates.load(service, scope, programme_id, programme.year, programme.forms)
    offers = [(set(g.features.themes), set(g.features.forms)) for g in bases.guides]
    asked = [s.features for s in bases.seekers]
    covered = sum(
        any(themes & set(one.themes) and forms & set(one.forms) for themes, forms in offers)
        for one in asked
    )
    offered = {theme for themes, _ in offers for theme in themes}
    wanted = {str(theme) for one in asked for theme in one.themes}
    return AnalyseSupply(len(asked), covered, tuple(sorted(wanted - offered)))
