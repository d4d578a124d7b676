"""A school has one form of its orders at a time: its own, or the usual one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import assert_never

from services.matching.domain.order_template import commands, events
from services.matching.domain.order_template.commands import TemplateCommand
from services.matching.domain.order_template.events import TemplateEvent
from shared.domain.decider import Decider
from shared.domain.personal import Personal


@dataclass(frozen=True, slots=True)
class OrderTemplate:
    """``file`` is ``None`` while the usual form is used."""

    file: Personal | None = None
    sha256: str = ""
    size: int = 0


def decide(command: TemplateCommand, template: OrderTemplate) -> list[TemplateEvent]:
    match command:
        case commands.Replace(file, sha256, size):
            same = sha256 == template.sha256
            return [] if same else [events.TemplateReplaced(file, sha256, size)]
        case commands.Withdraw():
            return [events.TemplateWithdrawn()] if template.file else []
        case _:
            assert_never(command)


def evolve(template: OrderTemplate, event: TemplateEvent) -> OrderTemplate:
    match event:
        case events.TemplateReplaced(file, sha256, size):
            return OrderTemplate(file, sha256, size)
        case events.TemplateWithdrawn():
            return OrderTemplate()
        case _:
            assert_never(event)


ORDER_TEMPLATE: Decider[TemplateCommand, TemplateEvent, OrderTemplate] = Decider(
    "order_template", events.EVENTS, OrderTemplate(), decide, evolve
)
