"""An entry is offered, changed by offering it anew, and withdrawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import assert_never

from services.participants.domain.catalogue_entry import commands, events
from services.participants.domain.catalogue_entry.commands import CatalogueEntryCommand
from services.participants.domain.catalogue_entry.events import (
    CatalogueEntryEvent,
    EntryOffered,
    EntryWithdrawn,
)
from shared.domain.decider import Decider


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    offer: EntryOffered | None = None


def decide(command: CatalogueEntryCommand, entry: CatalogueEntry) -> Sequence[CatalogueEntryEvent]:
    match command:
        case commands.Offer(home, mentor, forms, themes, times, way, until):
            offer = EntryOffered(home, mentor, forms, themes, times, way, until)
            return [] if entry.offer == offer else [offer]
        case commands.Withdraw():
            return [EntryWithdrawn()] if entry.offer else []
        case _:
            assert_never(command)


def evolve(entry: CatalogueEntry, event: CatalogueEntryEvent) -> CatalogueEntry:
    match event:
        case events.EntryOffered():
            return CatalogueEntry(event)
        case events.EntryWithdrawn():
            return CatalogueEntry()
        case _:
            assert_never(event)


CATALOGUE_ENTRY: Decider[CatalogueEntryCommand, CatalogueEntryEvent, CatalogueEntry] = Decider(
    "catalogue_entry", (EntryOffered, EntryWithdrawn), CatalogueEntry(), decide, evolve
)
