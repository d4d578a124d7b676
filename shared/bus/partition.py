"""Which partition a stream's messages go to: always the same one."""

from __future__ import annotations

import zlib

from shared.contracts.catalogue import PARTITIONS


def partition_of(tenant: str, stream: str, partitions: int = PARTITIONS) -> int:
    """CRC-32 of ``tenant|stream``: stable over processes, machines and Python versions."""
    return zlib.crc32(f"{tenant}|{stream}".encode()) % partitions
