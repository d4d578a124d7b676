"""Which kind each part is of, and which parts and links belong to it."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final
from urllib.parse import unquote

from shared.documents.inspection import known
from shared.documents.inspection.faults import TemplateFault
from shared.documents.inspection.links import is_link
from shared.documents.inspection.reading import parsed

_TYPES: Final = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_RELATIONS: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_INSIDE: Final = re.compile(r"/?[^/\\:?#\x00-\x1f][^\\:?#\x00-\x1f]*")


def types_of(parts: Mapping[str, bytes]) -> dict[str, str]:
    """The content type of each part, in small letters."""
    if "[content_types].xml" not in parts:
        raise TemplateFault("template-kind")
    said = _said(parsed(parts["[content_types].xml"]))
    found = {
        name: said.get(f"/{name}") or said.get("." + name.rpartition(".")[2])
        for name in parts
        if name != "[content_types].xml"
    }
    if None in found.values():
        raise TemplateFault("template-kind")
    return {name: kind for name, kind in found.items() if kind}


def _said(root: Any) -> dict[str, str]:
    """By «/name» of a part or by «.ending»; told one way each, for readers differ in whom they
    believe."""
    said: dict[str, str] = {}
    for node in root:
        if node.tag == f"{_TYPES}Override":
            about = unquote(node.get("PartName", "")).casefold()
        elif node.tag == f"{_TYPES}Default":
            about = f".{node.get('Extension', '').casefold()}"
        else:
            raise TemplateFault("template-kind")
        kind = node.get("ContentType", "").strip().lower()
        if said.setdefault(about, kind) != kind:
            raise TemplateFault("template-kind")
    return said


def main_of(parts: Mapping[str, bytes], types: Mapping[str, str]) -> str:
    """The document itself."""
    roots = _read(parts.get("_rels/.rels", b""))
    mains = [one.get("Target", "") for one in roots if one.get("Type") == known.DOCUMENT]
    name = unquote(mains[0]).casefold().removeprefix("/") if len(mains) == 1 else ""
    if "macroenabled" in types.get(name, ""):
        raise TemplateFault("template-macros")
    if types.get(name) != known.MAIN.lower():
        raise TemplateFault("template-kind")
    return name


def links_of(parts: Mapping[str, bytes]) -> dict[str, frozenset[str]]:
    """Ids of the links to elsewhere, by the name of the part that has them. Raises TemplateFault
    for any other relationship to elsewhere and for those that no ordinary document has."""
    return {
        _owner(name): frozenset(_links(content))
        for name, content in parts.items()
        if name.endswith(".rels")
    }


def _owner(name: str) -> str:
    folder, own = posixpath.split(name)
    return posixpath.join(posixpath.dirname(folder), own.removesuffix(".rels"))


def _links(content: bytes) -> Iterator[str]:
    for relation in _read(content):
        if _leads_out(relation):
            yield relation.get("Id", "")


def _read(content: bytes) -> list[Any]:
    root = parsed(content)
    if root.tag != f"{_RELATIONS}Relationships":
        raise TemplateFault("template-kind")
    if any(node.tag != f"{_RELATIONS}Relationship" for node in root.iterdescendants()):
        raise TemplateFault("template-kind")
    return list(root)


def stay_inside(content: bytes) -> bool:
    """Whether a file of relationships has none to elsewhere, of whatever kind."""
    return all(one.get("TargetMode", "Internal") == "Internal" for one in _read(content))


def _leads_out(relation: Any) -> bool:
    kind, mode = relation.get("Type", ""), relation.get("TargetMode", "Internal")
    target = relation.get("Target", "")
    if kind not in known.WAYS:
        ending = kind.rpartition("/")[2].lower()
        loads = mode != "Internal" or ending in known.LOADING
        raise TemplateFault("template-loads" if loads else "template-macros")
    if kind == known.HYPERLINK and is_link(target):
        return True
    if mode != "Internal" or not _INSIDE.fullmatch(unquote(target)):
        raise TemplateFault("template-loads")
    return False
