"""Which schools a municipality has, and whose municipality a school belongs to."""

from __future__ import annotations

from typing import Any, ClassVar

from shared.bus.port import Received
from shared.contracts.participants import OrganisationRegistered
from shared.projections.projection import Projection
from shared.projections.view import View


class Organisations(Projection):
    """The municipality has a document for each of its organisations, every other tenant one of its
    own."""

    name: ClassVar[str] = "organisations"
    indexes: ClassVar[tuple[tuple[str, ...], ...]] = (("kind",),)
    hears: ClassVar[tuple[type, ...]] = (OrganisationRegistered,)

    def receive(self, view: View, received: Received[Any]) -> None:
        told: OrganisationRegistered = received.message
        view.merge(told.organisation, kind=told.kind, municipality=told.municipality)
