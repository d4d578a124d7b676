"""The shape of a read model's writing side."""

from __future__ import annotations

from typing import Any, ClassVar

from shared.bus.port import Received
from shared.domain.envelope import Recorded
from shared.projections.view import View


class Projection:
    """Turns events into documents. Override ``apply`` for the service's own events, ``receive`` for
    other services' messages, or both; neither may depend on the order between streams or topics.

    ``indexes`` are tuples of fields; the tenant is put in front of each.
    """

    name: ClassVar[str]
    indexes: ClassVar[tuple[tuple[str, ...], ...]] = ()
    hears: ClassVar[tuple[type, ...]] = ()
    """The kinds of messages that ``receive`` is given."""

    def apply(self, view: View, recorded: Recorded[Any]) -> None:
        """One of the service's own events, in the order of positions."""

    def receive(self, view: View, received: Received[Any]) -> None:
        """One message of another service, in the order of its stream."""

    @property
    def follows_log(self) -> bool:
        return type(self).apply is not Projection.apply

    @property
    def follows_bus(self) -> bool:
        return bool(self.hears)

    def __init_subclass__(cls) -> None:
        if (cls.receive is not Projection.receive) != bool(cls.hears):
            raise TypeError(f"{cls.__name__}: “hears” and “receive” go together")
