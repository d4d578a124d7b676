"""Writes the table of crossings into docs/TENANCY.md: ``python -m infra.docs_tenancy``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

from shared.tenancy.crossings import CROSSINGS

DOCUMENT: Final = Path(__file__).parents[1] / "docs" / "TENANCY.md"
_BEGIN, _END = "<!-- crossings -->\n", "<!-- /crossings -->"


def table() -> str:
    rows = ["| crossing | from → to | fields | by whose permission |", "|---|---|---|---|"]
    rows += [
        f"| `{one.name}` | {one.sender} → {one.receiver} | {', '.join(one.fields)} | {one.permission} |"
        for one in CROSSINGS
    ]
    return "\n".join(rows) + "\n"


def rendered(text: str) -> str:
    """The document with the table as the code has it; the words around it stay."""
    before, rest = text.split(_BEGIN, 1)
    after = rest.split(_END, 1)[1]
    return before + _BEGIN + table() + _END + after


def main() -> int:
    text = DOCUMENT.read_text(encoding="utf-8")
    DOCUMENT.write_text(rendered(text), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
