"""A second reading of the store, by the driver alone: nothing of the platform's own code."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

import bson
from pymongo import MongoClient

Documents = dict[str, bytes]
_STAMPS = ("pending", "position", "commit_no", "at")
_ENDS = ("ConsentWithdrawn", "ConsentExpired", "ConsentOutgrown", "ConsentErased")


class RawStore:
    """The databases of one cell: the service's own, its keys and those of the bus."""

    def __init__(self, url: str, names: Iterable[str]) -> None:
        self._client: MongoClient[dict[str, Any]] = MongoClient(url, tz_aware=True)
        self._names = tuple(names)
        self.own = self._client[self._names[0]]

    def close(self) -> None:
        self._client.close()

    def documents(self, tenants: Iterable[str]) -> Documents:
        """Every document of the tenants, byte for byte, by database, collection and id."""
        wanted = list(tenants)
        leading = "|".join(re.escape(tenant) for tenant in wanted)
        query = {"$or": [{"tenant": {"$in": wanted}}, {"_id": {"$regex": f"^({leading})[|]"}}]}
        found: Documents = {}
        for name in self._names:
            db = self._client[name]
            collections = sorted(db.list_collection_names())
            for one in self._all_of(db, collections, query):
                found[f"{name}/{one['in']}/{one['is']['_id']}"] = bson.encode(one["is"])
        return found

    @staticmethod
    def _all_of(db: Any, collections: list[str], query: dict[str, Any]) -> Iterable[dict[str, Any]]:
        """One question for all collections of a database."""
        if not collections:
            return []
        parts = [
            [{"$match": query}, {"$project": {"_id": 0, "in": {"$literal": name}, "is": "$$ROOT"}}]
            for name in collections
        ]
        rest = [
            {"$unionWith": {"coll": name, "pipeline": part}}
            for name, part in zip(collections[1:], parts[1:])
        ]
        return list(db[collections[0]].aggregate([*parts[0], *rest]))

    def commits(self, tenants: Iterable[str]) -> dict[str, dict[str, Any]]:
        """The log without the stamps that the relay adds later."""
        return {
            c["_id"]: {k: v for k, v in c.items() if k not in _STAMPS}
            for c in self.own.commits.find({"tenant": {"$in": list(tenants)}})
        }

    def keys(self, tenant: str) -> set[str]:
        """Whose keys a tenant holds, in both rings."""
        found: set[str] = set()
        for name in self._names[1:]:
            db = self._client[name]
            for collection in db.list_collection_names():
                if collection.startswith("keys_"):
                    found |= set(db[collection].distinct("subject", {"tenant": tenant}))
        return found


class Told:
    """What the stored events of one tenant say, folded by hand."""

    def __init__(self, commits: Iterable[Mapping[str, Any]]) -> None:
        self.people: set[str] = set()
        self.erased: set[str] = set()
        self.consents: set[tuple[str, str]] = set()
        self.candidacies: set[tuple[str, str]] = set()
        self.linked: set[tuple[str, str]] = set()
        self.slots: set[str] = set()
        self.held: dict[str, str] = {}
        self.interviewed: set[str] = set()
        self.trainings: set[str] = set()
        self.enrolled: set[str] = set()
        self.transfers: set[str] = set()
        self.moved: set[str] = set()
        self.alike: set[str] = set()
        for commit in sorted(commits, key=lambda c: (c["stream"], c.get("from", 0))):
            for event in commit.get("events", ()):
                self._take(event["type"].split(".")[1], event["data"])

    def _take(self, kind: str, data: Mapping[str, Any]) -> None:
        if kind == "PersonRegistered":
            self.people.add(data["person"])
        elif kind == "PersonErased":
            self.erased.add(data["person"])
        elif kind == "CandidateRegistered":
            self.candidacies.add((data["person"], data["role"]))
        elif kind == "GuardianLinked":
            self.linked.add((data["guardian"], data["child"]))
        elif kind == "ConsentGiven":
            self.consents.add((data["person"], data["purpose"]))
        elif kind in _ENDS:
            self.consents.discard((data["person"], data["purpose"]))
        elif kind == "CandidateRemoved":
            self.candidacies.discard((data["person"], data["role"]))
        else:
            self._take_selection(kind, data)

    def _take_selection(self, kind: str, data: Mapping[str, Any]) -> None:
        """Times, courses and transfers: what there is, and who of whom has a place in it."""
        if kind == "SlotOffered":
            self.slots.add(data["slot"])
        elif kind == "SlotBooked":
            self.held[data["slot"]] = data["person"]
        elif kind == "SlotFreed":
            self.held.pop(data["slot"], None)
        elif kind == "InterviewScheduled":
            self.interviewed.add(data["person"])
        elif kind == "TrainingPlanned":
            self.trainings.add(data["training"])
        elif kind == "MentorsEnrolled":
            self.enrolled |= set(data["people"])
        elif kind == "TransferStarted":
            self.transfers.add(data["transfer"])
            self.moved |= {data["child"], data["signer"]}
        elif kind == "MatchNoted":
            self.alike |= set(data["cards"])
