"""The parts that ordinary documents have, by content type, and how they hang together."""

from __future__ import annotations

from typing import Final

MAIN: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
RELATIONS: Final = "application/vnd.openxmlformats-package.relationships+xml"
_FORMAT: Final = "application/vnd.openxmlformats-officedocument."
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/"
_MICROSOFT: Final = "http://schemas.microsoft.com/office/"
DOCUMENT: Final = f"{_OFFICE}officeDocument"
HYPERLINK: Final = f"{_OFFICE}hyperlink"
NAMES: Final = (
    _OFFICE.removesuffix("/"),
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
)
"""The namespaces of attributes that hold the id of a relationship."""

MARKUP: Final = frozenset(
    {
        MAIN,
        RELATIONS,
        "application/xml",
        "text/xml",
        "image/svg+xml",
        "application/inkml+xml",
        "application/vnd.openxmlformats-package.core-properties+xml",
        "application/vnd.ms-word.stylesWithEffects+xml",
        "application/vnd.ms-office.chartstyle+xml",
        "application/vnd.ms-office.chartcolorstyle+xml",
        "application/vnd.ms-office.drawingml.diagramDrawing+xml",
        "application/vnd.ms-office.classificationlabels+xml",
        "application/vnd.ms-office.documenttasks+xml",
        f"{_FORMAT}vmlDrawing",
        *(
            f"{_FORMAT}{name}+xml"
            for name in (
                "custom-properties", "customXmlProperties", "extended-properties", "theme",
                "themeOverride", "drawing", "drawingml.chart", "drawingml.chartshapes",
                "drawingml.diagramColors", "drawingml.diagramData", "drawingml.diagramLayout",
                "drawingml.diagramStyle",
            )
        ),
        *(
            f"{_FORMAT}wordprocessingml.{name}+xml"
            for name in (
                "comments", "commentsExtended", "commentsExtensible", "commentsIds",
                "document.glossary", "endnotes", "fontTable", "footer", "footnotes", "header",
                "numbering", "people", "settings", "styles", "webSettings",
            )
        ),
    }
)  # fmt: skip
PICTURES: Final = frozenset(
    f"image/{name}"
    for name in (
        "bmp", "emf", "gif", "jpeg", "jpg", "pjpeg", "png", "tiff", "vnd.ms-photo", "webp", "wmf",
        "x-bmp", "x-emf", "x-ms-bmp", "x-png", "x-wmf",
    )
)  # fmt: skip
OTHER: Final = frozenset(
    {
        f"{_FORMAT}obfuscatedFont",
        f"{_FORMAT}wordprocessingml.printerSettings",
        "application/x-font-ttf",
        "application/x-fontdata",
    }
)
WAYS: Final = frozenset(
    {
        *(
            f"{_OFFICE}{name}"
            for name in (
                "chart", "chartUserShapes", "comments", "custom-properties", "customXml",
                "customXmlProps", "diagramColors", "diagramData", "diagramLayout",
                "diagramQuickStyle", "endnotes", "extended-properties", "font", "fontTable",
                "footer", "footnotes", "glossaryDocument", "header", "hyperlink", "image",
                "numbering", "officeDocument", "printerSettings", "settings", "styles", "theme",
                "themeOverride", "vmlDrawing", "webSettings",
            )
        ),
        f"{_PACKAGE}core-properties",
        f"{_PACKAGE}thumbnail",
        "http://schemas.openxmlformats.org/officedocument/2006/relationships/metadata/core-properties",
        f"{_MICROSOFT}2007/relationships/diagramDrawing",
        f"{_MICROSOFT}2007/relationships/hdphoto",
        f"{_MICROSOFT}2007/relationships/stylesWithEffects",
        f"{_MICROSOFT}2011/relationships/chartColorStyle",
        f"{_MICROSOFT}2011/relationships/chartStyle",
        f"{_MICROSOFT}2011/relationships/commentsExtended",
        f"{_MICROSOFT}2011/relationships/people",
        f"{_MICROSOFT}2016/09/relationships/commentsIds",
        f"{_MICROSOFT}2018/08/relationships/commentsExtensible",
        f"{_MICROSOFT}2019/05/relationships/documenttasks",
        f"{_MICROSOFT}2020/02/relationships/classificationlabels",
    }
)  # fmt: skip
LOADING: Final = frozenset(
    {
        "afchunk", "attachedtemplate", "frame", "mailmergeheadersource", "mailmergerecipientdata",
        "mailmergesource", "subdocument", "transform",
    }
)  # fmt: skip
"""How relationships end that fetch something, in small letters."""
