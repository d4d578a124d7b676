"""Messages that cross from one service to the others; domain events stay at home.

A message is a frozen dataclass. Its type on the bus is its class name, its ``SCHEMA`` the version
(1 unless it says otherwise). Ids and the closed list of :class:`~shared.contracts.features.Features`
are all that may cross; anything :class:`~shared.domain.personal.Personal` in it is sealed with the
key ring of the bus. Every message belongs to the tenant of the event it came from.
"""
