"""Translations: the committed texts are compiled once, when they are newer than what is there."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT: Final = Path(__file__).resolve().parent
PLACE: Final = ROOT / "translations"


def compile_missing() -> list[Path]:
    """Answers what it wrote; several processes may do so at once."""
    written = []
    for source in sorted(PLACE.glob("*/LC_MESSAGES/messages.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as file:
            catalogue = read_po(file, locale=source.parts[-3])
        part = target.with_suffix(f".{os.getpid()}.part")
        with part.open("wb") as out:
            write_mo(out, catalogue)
        part.replace(target)
        written.append(target)
    return written
