"""A plain DOCX file of a sensible size, in which nothing runs and nothing loads from elsewhere.

Parts and relationships are those that ordinary documents have; what is unknown is refused.
"""

from __future__ import annotations

from typing import Final

from shared.documents.inspection import known
from shared.documents.inspection.archive import Limits, unpacked
from shared.documents.inspection.faults import TemplateFault
from shared.documents.inspection.field_codes import judge_fields
from shared.documents.inspection.markup import judge_markup
from shared.documents.inspection.reading import parsed
from shared.documents.inspection.relations import links_of, main_of, types_of

LARGEST: Final = 1_000_000
SENT: Final = Limits(file=LARGEST, unpacked=20_000_000, text=3_000_000, parts=400)
FILLED: Final = Limits(file=10_000_000, unpacked=60_000_000, text=40_000_000, parts=400)
_MARKUP: Final = frozenset(map(str.lower, known.MARKUP))
_REST: Final = frozenset(map(str.lower, known.PICTURES | known.OTHER))
_BEFORE_MARKUP: Final = b"\xef\xbb\xbf\xff\xfe\0 \t\r\n"


def inspect(file: bytes, limits: Limits = SENT) -> None:
    """Raises TemplateFault."""
    parts = unpacked(file, limits)
    if any(map(_runs, parts)):
        raise TemplateFault("template-macros")
    types = types_of(parts)
    main_of(parts, types)
    _judge_kinds(parts, types)
    marked = [name for name, kind in types.items() if kind in _MARKUP]
    if any(len(parts[name]) > limits.text for name in marked):
        raise TemplateFault("template-large")
    links = links_of(parts)
    for name in marked:
        root = parsed(parts[name])
        judge_markup(root, links.get(name, frozenset()))
        judge_fields(root)


def _judge_kinds(parts: dict[str, bytes], types: dict[str, str]) -> None:
    for name, kind in types.items():
        if kind not in _MARKUP | _REST:
            raise TemplateFault("template-macros")
        if name.endswith(".rels") != (kind == known.RELATIONS):
            raise TemplateFault("template-kind")
        if kind in known.PICTURES and _looks_marked(parts[name]):
            raise TemplateFault("template-kind")


def _runs(name: str) -> bool:
    return any(word in name for word in ("vba", "activex", "/embeddings/"))


def _looks_marked(picture: bytes) -> bool:
    return picture[:100].lstrip(_BEFORE_MARKUP).startswith(b"<")
