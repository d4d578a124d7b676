"""Keys, one per (tenant, subject, purpose), wrapped by a master key that is not in MongoDB."""

from __future__ import annotations

import hmac
import os
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from pymongo import ASCENDING
from pymongo.errors import BulkWriteError, DuplicateKeyError
from pymongo.read_concern import ReadConcern

from shared.domain.errors import Refused
from shared.domain.ids import new_id
from shared.mongo import DURABLE, Db, Document

CACHE_SECONDS = 5.0
_NONCE = 12
_KNOWN_KEYS = 20_000
Slot = tuple[str, str, str]
"""(tenant, subject, purpose)."""


def master_key(directory: Path, name: str) -> bytes:
    """The ring's own 32 bytes, derived from ``master.key`` of the secrets directory.

    Raises FileNotFoundError where the file is missing: a new master key would lose every person.
    """
    root = (directory / "master.key").read_bytes()
    if len(root) != 32:
        raise ValueError("master.key must hold 32 random bytes")
    return derive(root, f"ring:{name}")


def derive(key: bytes, info: str) -> bytes:
    """HKDF-SHA256, 32 bytes (RFC 5869)."""
    return HKDF(SHA256(), 32, salt=None, info=info.encode()).derive(key)


def joined(*parts: str) -> bytes:
    """Parts with their lengths: no two lists of parts give the same bytes."""
    whole = bytearray()
    for part in parts:
        plain = part.encode()
        whole += len(plain).to_bytes(4, "big")
        whole += plain
    return bytes(whole)


class KeyRing:
    """The keys of one service, or of the bus. Safe for use by threads.

    A key is known for at most five seconds after it was read; ``shred`` and ``erase`` drop it here
    at once, in other processes within that time.
    """

    def __init__(
        self, db: Db, name: str, master: bytes, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self.name = name
        self._keys = db[f"keys_{name}"].with_options(
            write_concern=DURABLE, read_concern=ReadConcern("majority")
        )
        self._erasures = db[f"erasures_{name}"].with_options(write_concern=DURABLE)
        self._wrapper = AESGCM(derive(master, "wrap"))
        self._digests = derive(master, "digest")
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._by_slot: dict[Slot, tuple[float, str, bytes]] = {}
        self._by_kid: dict[tuple[str, str], tuple[float, bytes]] = {}

    def prepare(self) -> None:
        self._keys.create_index(
            [("tenant", ASCENDING), ("subject", ASCENDING), ("purpose", ASCENDING)],
            name="slot",
            unique=True,
        )

    # Keys to seal with

    def key_for(self, tenant: str, subject: str, purpose: str) -> tuple[str, bytes]:
        """The slot's (kid, key), made at first use. Raises Refused for an erased subject."""
        return self.ensure_many([(tenant, subject, purpose)])[(tenant, subject, purpose)]

    def ensure_many(self, slots: Iterable[Slot]) -> dict[Slot, tuple[str, bytes]]:
        """As :meth:`key_for`, for many slots in three round trips at most."""
        wanted = list(dict.fromkeys(slots))
        now = self._monotonic()
        with self._lock:
            found = {
                slot: (entry[1], entry[2])
                for slot in wanted
                if (entry := self._by_slot.get(slot)) is not None and entry[0] > now
            }
        missing = [slot for slot in wanted if slot not in found]
        if missing:
            found.update(self._read_slots(missing, now))
            missing = [slot for slot in missing if slot not in found]
        if missing:
            self._refuse_erased(missing)
            self._make(missing)
            found.update(self._read_slots(missing, now))
        return found

    def _read_slots(self, slots: list[Slot], now: float) -> dict[Slot, tuple[str, bytes]]:
        query = {
            "$or": [dict(zip(("tenant", "subject", "purpose"), s, strict=True)) for s in slots]
        }
        found = {}
        self._make_room(now)
        for document in self._keys.find(query):
            slot = (document["tenant"], document["subject"], document["purpose"])
            key = self._unwrap(document)
            found[slot] = (document["_id"], key)
            with self._lock:
                self._by_slot[slot] = (now + CACHE_SECONDS, document["_id"], key)
                self._by_kid[(slot[0], document["_id"])] = (now + CACHE_SECONDS, key)
        return found

    def _make(self, slots: list[Slot]) -> None:
        documents = [self._wrapped(slot) for slot in slots]
        try:
            if len(documents) == 1:
                self._keys.insert_one(documents[0])
            else:
                self._keys.insert_many(documents, ordered=False)
        except DuplicateKeyError:
            return  # another writer made it first; its key is the one
        except BulkWriteError as error:
            if any(e["code"] != 11000 for e in error.details["writeErrors"]):
                raise

    def _wrapped(self, slot: Slot) -> Document:
        kid, nonce = new_id(), os.urandom(_NONCE)
        sealed = self._wrapper.encrypt(nonce, os.urandom(32), joined(*slot, kid))
        return {
            "_id": kid, "tenant": slot[0], "subject": slot[1], "purpose": slot[2],
            "wrapped": nonce + sealed, "created": datetime.now(UTC),
        }  # fmt: skip

    def _unwrap(self, document: Document) -> bytes:
        wrapped = document["wrapped"]
        context = joined(
            document["tenant"], document["subject"], document["purpose"], document["_id"]
        )
        return self._wrapper.decrypt(wrapped[:_NONCE], wrapped[_NONCE:], context)

    def _refuse_erased(self, slots: list[Slot]) -> None:
        ids = {f"{tenant}|{subject}" for tenant, subject, _ in slots}
        if self._erasures.find_one({"_id": {"$in": list(ids)}}) is not None:
            raise Refused("this person's data were erased", code="erased")

    # Keys to seal a batch with

    def make_many(self, slots: Iterable[Slot]) -> dict[Slot, tuple[str, bytes]]:
        """As :meth:`ensure_many`, for a batch of people: keys that it makes are not read again, and
        none stays in the cache. Raises Refused where a subject is erased, also while it runs."""
        wanted = list(dict.fromkeys(slots))
        found = self._read_batch(wanted)
        missing = [slot for slot in wanted if slot not in found]
        if not missing:
            return found
        self._refuse_erased(missing)
        made = {slot: self._wrapped(slot) for slot in missing}
        rivals = self._insert_batch(list(made.values()))
        found.update(self._read_batch([slot for slot in missing if made[slot]["_id"] in rivals]))
        for slot, document in made.items():
            if slot not in found:
                found[slot] = (document["_id"], self._unwrap(document))
        try:
            self._refuse_erased(missing)
        except Refused:  # erased between the two looks: the ledger came first, so no key may stay
            self._keys.delete_many({"_id": {"$in": [one["_id"] for one in made.values()]}})
            raise
        return found

    def erased(self, tenant: str, subjects: Iterable[str]) -> set[str]:
        """Those of the subjects whose keys may not be made again."""
        ids = [f"{tenant}|{subject}" for subject in subjects]
        return {e["_id"].split("|", 1)[1] for e in self._erasures.find({"_id": {"$in": ids}})}

    def _read_batch(self, slots: list[Slot]) -> dict[Slot, tuple[str, bytes]]:
        wanted = set(slots)
        found = {}
        for tenant in {slot[0] for slot in slots}:
            subjects = list({slot[1] for slot in slots if slot[0] == tenant})
            for one in self._keys.find({"tenant": tenant, "subject": {"$in": subjects}}):
                slot = (one["tenant"], one["subject"], one["purpose"])
                if slot in wanted:
                    found[slot] = (one["_id"], self._unwrap(one))
        return found

    def _insert_batch(self, documents: list[Document]) -> set[str]:
        """The ids of those that another writer was quicker with."""
        try:
            self._keys.insert_many(documents, ordered=False)
        except BulkWriteError as error:
            failed = error.details["writeErrors"]
            if any(e["code"] != 11000 for e in failed) or error.details["writeConcernErrors"]:
                raise
            return {e["op"]["_id"] for e in failed}
        return set()

    # Keys to open with

    def keys(self, tenant: str, kids: Iterable[str]) -> Mapping[str, bytes]:
        """Those of the kids that this tenant still has."""
        wanted = list(dict.fromkeys(kids))
        now = self._monotonic()
        found: dict[str, bytes] = {}
        with self._lock:
            for kid in wanted:
                entry = self._by_kid.get((tenant, kid))
                if entry is not None and entry[0] > now:
                    found[kid] = entry[1]
        missing = [kid for kid in wanted if kid not in found]
        if missing:
            self._make_room(now)
            for document in self._keys.find({"_id": {"$in": missing}, "tenant": tenant}):
                try:
                    key = self._unwrap(document)
                except InvalidTag:
                    continue
                found[document["_id"]] = key
                with self._lock:
                    self._by_kid[(tenant, document["_id"])] = (now + CACHE_SECONDS, key)
        return found

    # Letting go

    def _make_room(self, now: float) -> None:
        """What is known for too long is of no use: many keys must not fill the memory."""
        with self._lock:
            if len(self._by_slot) > _KNOWN_KEYS:
                self._by_slot = {s: e for s, e in self._by_slot.items() if e[0] > now}
            if len(self._by_kid) > _KNOWN_KEYS:
                self._by_kid = {k: e for k, e in self._by_kid.items() if e[0] > now}

    def shred(self, tenant: str, subject: str, purpose: str) -> None:
        """What was sealed for the purpose is dark from now on; a later consent gets a new key."""
        self._keys.delete_many({"tenant": tenant, "subject": subject, "purpose": purpose})
        self._forget(tenant, subject, purpose)

    def erase(self, tenant: str, subject: str) -> None:
        """All of the subject's keys, for ever: the ledger entry comes first, so that a restored
        backup can be brought to the same state."""
        self._erasures.update_one(
            {"_id": f"{tenant}|{subject}"},
            {"$setOnInsert": {"at": datetime.now(UTC)}},
            upsert=True,
        )
        self._keys.delete_many({"tenant": tenant, "subject": subject})
        self._forget(tenant, subject, None)

    def replay_erasures(self) -> int:
        """After a restore, before serving: deletes again what the ledger names."""
        count = 0
        for entry in self._erasures.find():
            tenant, subject = entry["_id"].split("|", 1)
            count += self._keys.delete_many({"tenant": tenant, "subject": subject}).deleted_count
        return count

    def _forget(self, tenant: str, subject: str, purpose: str | None) -> None:
        with self._lock:
            for slot in [s for s in self._by_slot if s[:2] == (tenant, subject)]:
                if purpose is None or slot[2] == purpose:
                    _, kid, _ = self._by_slot.pop(slot)
                    self._by_kid.pop((tenant, kid), None)
            # A key that was only opened with is known by its kid alone: drop the tenant's others too.
            for known in [k for k in self._by_kid if k[0] == tenant]:
                del self._by_kid[known]

    def digest(self, tenant: str, text: str) -> str:
        """A keyed hash, other for each tenant: for look-ups and comparisons, never reversible."""
        return hmac.digest(self._digests, joined(tenant, text), "sha256").hex()
