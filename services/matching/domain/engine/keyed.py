"""Numbers for pairs that nobody can steer and every machine computes alike: the last tie-break."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from services.matching.domain.engine.graph import Ints

_BITS = 32
Keys = NDArray[np.uint64]


def keys(seed: str, side: str, names: Sequence[str]) -> Keys:
    """A number per person, keyed by the seed."""
    key = hashlib.sha256(seed.encode()).digest()
    made = (hashlib.blake2b(f"{side}:{name}".encode(), key=key, digest_size=8) for name in names)
    return np.frombuffer(b"".join(one.digest() for one in made), ">u8").astype(np.uint64)


def mixed(mentees: Keys, mentors: Keys) -> Ints:
    """A number from 1 to 2**32 for each pair, by the finaliser of splitmix64."""
    with np.errstate(over="ignore"):
        both = mentees ^ (mentors * np.uint64(0x9E3779B97F4A7C15))
        both = (both ^ (both >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        both = (both ^ (both >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        both ^= both >> np.uint64(31)
    return np.asarray((both >> np.uint64(64 - _BITS)).astype(np.int64) + 1)
