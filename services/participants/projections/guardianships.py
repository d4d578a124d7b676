"""Which guardian belongs to which child."""

from __future__ import annotations

from typing import Any

from services.participants.domain.guardianship import events
from shared.domain.envelope import Recorded
from shared.projections.projection import Projection
from shared.projections.view import View


class Guardianships(Projection):
    name = "guardianships"
    indexes = (("child",), ("guardian",))

    def apply(self, view: View, recorded: Recorded[Any]) -> None:
        match recorded.event:
            case events.GuardianLinked(guardian, child):
                view.put(recorded.key, {"guardian": guardian, "child": child, "confirmed": False})
            case events.GuardianConfirmed():
                view.merge(recorded.key, confirmed=True)
            case events.GuardianUnlinked():
                view.delete(recorded.key)
