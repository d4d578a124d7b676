"""XML as Word and LibreOffice write it: UTF-8, without a document type, nothing looked up."""

from __future__ import annotations

import re
from typing import Any, Final

from lxml import etree  # type: ignore[import-untyped]

from shared.documents.inspection.faults import TemplateFault

_MARK: Final = b"\xef\xbb\xbf"
_ENCODING: Final = re.compile(rb"""\s*<\?xml[^>]*?\sencoding\s*=\s*["']([^"']*)["']""")
_READ: Final = (b"utf-8", b"us-ascii", b"ascii")
_WORD: Final = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
_OFFICE: Final = (
    "http://schemas.openxmlformats.org/",
    "http://purl.oclc.org/ooxml/",
    "http://schemas.microsoft.com/office/",
    "urn:schemas-microsoft-com:",
)


def parsed(content: bytes) -> Any:
    """The root, without comments and instructions. Raises TemplateFault."""
    text = content.removeprefix(_MARK)
    _encoded(text)
    if b"<!DOCTYPE" in text:
        raise TemplateFault("template-kind")
    if b"<?xml-stylesheet" in text:
        raise TemplateFault("template-loads")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        return etree.fromstring(text, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise TemplateFault("template-kind") from error


def _encoded(text: bytes) -> None:
    """Only then do the bytes mean the same to every reader."""
    declared = _ENCODING.match(text)
    if b"\0" in text or not text.lstrip().startswith(b"<"):
        raise TemplateFault("template-kind")
    if declared and declared[1].lower() not in _READ:
        raise TemplateFault("template-kind")
    try:
        text.decode()
    except UnicodeDecodeError as error:
        raise TemplateFault("template-kind") from error


def named(tag: str) -> tuple[str, str]:
    """Namespace and name of an element or attribute."""
    space, _, name = tag.rpartition("}")
    return space.removeprefix("{"), name


def office(tag: str) -> str:
    """The name in one of the namespaces of office documents, empty in others."""
    space, name = named(tag)
    return name if space.startswith(_OFFICE) else ""


def word(tag: str) -> str:
    """The name in the namespace of texts, empty in others."""
    space, name = named(tag)
    return name if space in _WORD else ""
