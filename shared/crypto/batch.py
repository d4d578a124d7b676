"""Sealing many people's texts at once: which keys are needed first, then all of them together."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from shared.crypto.keyring import KeyRing, Slot
from shared.crypto.vault import Vault
from shared.domain.errors import Refused


class ErasedInBatch(Refused):
    """``subjects`` of the tenant were erased; whoever leaves them out may try again."""

    def __init__(self, subjects: frozenset[str]) -> None:
        super().__init__("some people's data were erased", code="erased")
        self.subjects = subjects


class NeededKeys:
    """Stands in for a vault and only notes which keys it would use; ``slots`` by ring."""

    def __init__(self) -> None:
        self.slots: dict[str, dict[Slot, None]] = {"own": {}, "bus": {}}

    def seal(
        self,
        tenant: str,
        subjects: tuple[str, ...],
        purpose: str,
        ring: str,
        stream: str,
        version: int,
        field: str,
        text: str,
    ) -> str:
        for subject in subjects:
            self.slots[ring][(tenant, subject, purpose)] = None
        return ""

    def digest(self, tenant: str, text: str) -> str:
        raise NotImplementedError("nothing is hashed while keys are counted")


class _Held:
    """The part of a key ring that sealing uses, for the keys of one batch."""

    def __init__(self, ring: KeyRing, slots: Iterable[Slot]) -> None:
        self._ring = ring
        self._keys = ring.make_many(slots)

    def ensure_many(self, slots: list[Slot]) -> dict[Slot, tuple[str, bytes]]:
        if all(slot in self._keys for slot in slots):
            return {slot: self._keys[slot] for slot in slots}
        return self._ring.ensure_many(slots)


def vault_for(vault: Vault, needed: NeededKeys) -> Vault:
    """A vault that seals with keys made in one go and forgets them with the batch.

    Raises ErasedInBatch naming those for whom no key may be made; some of the others' keys may
    have been made by then, which changes nothing that anybody can see.
    """
    try:
        held = {name: _Held(ring, needed.slots[name]) for name, ring in vault.rings.items()}
    except Refused as error:
        slots = [slot for of_ring in needed.slots.values() for slot in of_ring]
        gone: set[str] = set()
        for tenant in {slot[0] for slot in slots}:
            subjects = {slot[1] for slot in slots if slot[0] == tenant}
            for ring in vault.rings.values():
                gone |= ring.erased(tenant, subjects)
        raise ErasedInBatch(frozenset(gone)) from error
    return Vault(own=cast(KeyRing, held["own"]), bus=cast(KeyRing, held["bus"]))
