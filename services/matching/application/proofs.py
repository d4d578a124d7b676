"""What a proposal was computed from and the prices that prove it, kept beside the run.

The store holds it compressed and in parts, its SHA-256 stands in the run's event. People's features
and ballots are in it as they were sealed: erased or withdrawn, they are dark here as everywhere."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any, Final

from services.matching.application.candidates import Told, choice_of, features_of, without_consent
from services.matching.domain.engine.problem import Certificate, Guide, Problem, Proof, Seeker
from shared.domain.errors import DomainError
from shared.domain.ids import PersonId, TenantId
from shared.mongo import Db
from shared.tenancy.scope import Scope

if TYPE_CHECKING:
    from shared.service import Service

_FORMAT: Final = 1
_PART: Final = 8 * 2**20
"""A document holds at most 16 MiB."""
_OWN_WAY: Final = frozenset({"seekers", "guides", "locks", "bans", "standing", "weights", "forms"})
"""What of a problem is not simply a word or a number."""


class Altered(DomainError):
    """What is stored is not what the run says, or is gone."""

    code = "proof-altered"


class Withdrawn(DomainError):
    """Somebody's consent has ended, or their data cannot be opened any more."""

    code = "data-withdrawn"


@dataclass(frozen=True, slots=True)
class Kept:
    problem: Problem
    certificate: Certificate


def create_indexes(db: Db) -> None:
    db.match_proofs.create_index([("tenant", 1), ("run", 1), ("sha256", 1), ("number", 1)])


def keep(
    service: Service,
    tenant: TenantId,
    run: str,
    problem: Problem,
    told: Mapping[str, Told],
    certificate: Certificate | None,
) -> str:
    """Its SHA-256, empty without a certificate. Keeping the same again changes nothing."""
    if certificate is None:
        return ""
    text = json.dumps(_document(problem, told, certificate), separators=(",", ":"), sort_keys=True)
    data = zlib.compress(text.encode())
    sha256 = hashlib.sha256(data).hexdigest()
    for number, start in enumerate(range(0, len(data), _PART)):
        part = {
            "_id": f"{tenant}|{run}|{sha256}|{number}", "tenant": tenant, "run": run,
            "sha256": sha256, "number": number, "data": data[start : start + _PART],
        }  # fmt: skip
        service.db.match_proofs.replace_one({"_id": part["_id"]}, part, upsert=True)
    return sha256


def kept(service: Service, scope: Scope, run: str, sha256: str) -> Kept:
    """Raises ``Altered``, ``Withdrawn`` and ``Unavailable``."""
    tenant = scope.tenant
    wanted = {"tenant": tenant, "run": run, "sha256": sha256}
    parts = service.db.match_proofs.find(wanted).sort("number")
    data = b"".join(bytes(part["data"]) for part in parts)
    if hashlib.sha256(data).hexdigest() != sha256:
        raise Altered("the proof is not what was stored with the run")
    document = json.loads(zlib.decompress(data))
    people = [*document["seekers"], *document["guides"]]
    consenting = [PersonId(one["id"]) for one in people if one["blocked"] != "consent"]
    if without_consent(service, scope, consenting):
        raise Withdrawn("the consent of somebody in the proposal has ended")
    tokens = [one[kind] for one in people for kind in ("features", "ballot") if one[kind]]
    opened = service.vault.open_many(tenant, tokens)
    if any(text is None for text in opened.values()):
        raise Withdrawn("data of somebody in the proposal were erased or withdrawn")
    texts = {token: text for token, text in opened.items() if text is not None}
    proofs = tuple(
        Proof(**{**one, "seekers": tuple(one["seekers"]), "guides": tuple(one["guides"])})
        for one in document["proofs"]
    )
    return Kept(_problem(document, texts), Certificate(proofs, document["sticky"]))


def _document(
    problem: Problem, told: Mapping[str, Told], certificate: Certificate
) -> dict[str, Any]:
    plain = [one.name for one in fields(problem) if one.name not in _OWN_WAY]
    return {
        "format": _FORMAT,
        "rest": {name: getattr(problem, name) for name in plain},
        "forms": list(problem.forms),
        "weights": dict(problem.weights),
        "locks": dict(problem.locks),
        "bans": sorted(map(list, problem.bans)),
        "standing": dict(problem.standing),
        "seekers": [
            {"id": one.id, "blocked": one.blocked, **asdict(told[one.id])}
            for one in problem.seekers
        ],
        "guides": [
            {"id": one.id, "blocked": one.blocked, "free": one.free,
             "permitted": list(one.permitted), **asdict(told[one.id])}
            for one in problem.guides
        ],
        "proofs": [asdict(proof) for proof in certificate.proofs],
        "sticky": certificate.stickiness,
    }  # fmt: skip


def _problem(document: Mapping[str, Any], texts: Mapping[str, str]) -> Problem:
    return Problem(
        seekers=tuple(Seeker(**_person(one, texts)) for one in document["seekers"]),
        guides=tuple(
            Guide(**_person(one, texts), free=one["free"], permitted=tuple(one["permitted"]))
            for one in document["guides"]
        ),
        forms=tuple(document["forms"]),
        weights=document["weights"],
        locks=document["locks"],
        bans=frozenset((mentor, mentee) for mentor, mentee in document["bans"]),
        standing=document["standing"],
        **document["rest"],
    )


def _person(one: Mapping[str, Any], texts: Mapping[str, str]) -> dict[str, Any]:
    ranking, vetoes = choice_of(texts[one["ballot"]]) if one["ballot"] else ((), ())
    return {
        "id": one["id"], "features": features_of(texts[one["features"]]), "ranking": ranking,
        "vetoes": vetoes, "blocked": one["blocked"],
    }  # fmt: skip
