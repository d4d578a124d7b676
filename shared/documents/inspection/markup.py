"""Elements and attributes that run something or fetch it from elsewhere."""

from __future__ import annotations

import base64
import binascii
import re
from typing import Any, Final

from shared.documents.inspection.archive import Limits, unpacked
from shared.documents.inspection.faults import TemplateFault
from shared.documents.inspection.known import NAMES
from shared.documents.inspection.links import is_link
from shared.documents.inspection.reading import named, office
from shared.documents.inspection.relations import stay_inside

_FAULTS: Final = {
    **dict.fromkeys(
        (
            "altChunk", "attachedTemplate", "audioFile", "dataSource", "externalData", "frameset",
            "headerSource", "mailMerge", "movie", "quickTimeFile", "saveThroughXslt",
            "sourceFileName", "subDoc", "videoFile", "wavAudioFile", "webVideoPr",
        ),
        "template-loads",
    ),
    **dict.fromkeys(
        (
            "OLEObject", "control", "entryMacro", "exitMacro", "object", "objectEmbed",
            "objectLink", "ocx", "oleObj",
        ),
        "template-macros",
    ),
}  # fmt: skip
_FOREIGN: Final = (
    "http://www.w3.org/1999/XSL/Transform",
    "http://www.w3.org/1999/xhtml",
    "http://www.w3.org/2001/XInclude",
)
_ACTIVE: Final = ("animate", "foreignObject", "script", "set")
_DRAWN: Final = "http://www.w3.org/2000/svg"
_VML: Final = "urn:schemas-microsoft-com:"
_XML: Final = "http://www.w3.org/XML/1998/namespace"
_CLICKED: Final = frozenset({"hyperlink", "hlinkClick", "hlinkHover", "hlinkMouseOver"})
_FILLED: Final = frozenset({"imagedata", "fill", "stroke"})
_KEPT: Final = Limits(file=1_000_000, unpacked=2_000_000, text=2_000_000, parts=50)
_CALL: Final = re.compile(r"\bdocument\s*\(", re.I)
_OUTSIDE: Final = re.compile(
    r"url\(\s*(?![\s\"'#])|url\(\s*[\"'](?!#)|@import|javascript:|\\", re.I
)
_PICTURE: Final = re.compile(r"\s*(?:#|data:image/(?:png|jpeg|gif);)", re.I)


def judge_markup(root: Any, links: frozenset[str]) -> None:
    """``links`` are the ids of the part's links to elsewhere. Raises TemplateFault."""
    for node in root.iter("*"):
        space, name = named(node.tag)
        code = _FAULTS.get(office(node.tag))
        if code:
            raise TemplateFault(code)
        if space in _FOREIGN or _runs_off(space, name, node, links):
            raise TemplateFault("template-loads")


def _runs_off(space: str, name: str, node: Any, links: frozenset[str]) -> bool:
    if name == "HyperlinkBase" and node.text and not is_link(node.text.strip()):
        return True
    if space == _DRAWN and (name in _ACTIVE or _fetches(_style(name, node))):
        return True
    return any(
        _attribute_fetches(space, name, *named(key), str(value), links)
        for key, value in node.items()
    )


def _attribute_fetches(
    space: str, name: str, its_space: str, its_name: str, value: str, links: frozenset[str]
) -> bool:
    if its_name == "manifestLocation" or (its_space, its_name) == (_XML, "base"):
        return True
    if its_space in NAMES or its_name == "relid":
        return its_name in ("link", "href") or (value in links and name not in _CLICKED)
    if space.startswith(_VML) or its_space.startswith(_VML):
        return _drawing_fetches(name, its_name, value)
    if space == _DRAWN:
        return its_name.startswith("on") or _drawn_fetches(its_name, value)
    if name in _CLICKED:
        return its_name == "action" and bool(value)
    return name == "dataBinding" and its_name == "xpath" and bool(_CALL.search(value))


def _drawing_fetches(name: str, its_name: str, value: str) -> bool:
    """A shape may be a link; a picture is a part of the file."""
    if its_name == "href":
        return name in _FILLED or not is_link(value)
    if its_name == "gfxdata":
        return not _stays(value)
    return its_name in ("src", "althref") and bool(value)


def _stays(kept: str) -> bool:
    """Word keeps a newer drawing as a package of its own inside the older one."""
    try:
        parts = unpacked(base64.b64decode(kept), _KEPT)
    except binascii.Error as error:
        raise TemplateFault("template-kind") from error
    return all(stay_inside(part) for name, part in parts.items() if name.endswith(".rels"))


def _drawn_fetches(its_name: str, value: str) -> bool:
    return (its_name == "href" and not _PICTURE.match(value)) or _fetches(value)


def _style(name: str, node: Any) -> str:
    return "".join(node.itertext()) if name == "style" else ""


def _fetches(text: str) -> bool:
    return bool(_OUTSIDE.search(text))
