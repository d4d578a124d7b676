"""Files of a course, kept beside the events: checked on the way in, sealed where they are personal."""

from __future__ import annotations

import base64
import hashlib
import io
import zipfile
from typing import Final

from shared.domain.errors import Invalid, NotFound
from shared.domain.purposes import REGISTER
from shared.service import Service
from shared.tenancy.scope import Scope

FILE_LIMIT: Final = 10 * 2**20
_PART: Final = 6 * 2**20
_OFFICE: Final = "application/vnd.openxmlformats-officedocument."
_KINDS: Final = {
    "word/document.xml": f"{_OFFICE}wordprocessingml.document",
    "ppt/presentation.xml": f"{_OFFICE}presentationml.presentation",
    "xl/workbook.xml": f"{_OFFICE}spreadsheetml.sheet",
}
_BEGINNINGS: Final = {
    b"%PDF-": "application/pdf",
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
}


def media_type_of(content: bytes) -> str:
    """By what the file is, never by its name. Raises Invalid for anything but PDF, PNG, JPEG and
    office files without macros."""
    for beginning, kind in _BEGINNINGS.items():
        if content.startswith(beginning):
            return kind
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            names = set(packed.namelist())
    except zipfile.BadZipFile:
        names = set()
    if not any("vba" in name.lower() for name in names):
        for part, kind in _KINDS.items():
            if part in names:
                return kind
    raise Invalid(
        "send a PDF, PNG, JPEG, DOCX, PPTX or XLSX file without macros",
        {"file": ["not a kind of file that is kept here"]},
    )


def keep(
    service: Service, scope: Scope, training: str, material: str, content: bytes, *, sealed: bool
) -> str:
    """Before the event that names it; the same again changes nothing. The file's hash."""
    for number, start in enumerate(range(0, len(content), _PART)):
        part = content[start : start + _PART]
        kept: bytes | str = part
        if sealed:
            text = base64.b64encode(part).decode()
            place = f"material-{material}"
            kept = service.vault.seal(
                scope.tenant, (training,), REGISTER, "own", place, 1, str(number), text
            )
        id = f"{scope.tenant}|{material}|{number}"
        document = {"tenant": scope.tenant, "material": material, "number": number, "kept": kept}
        service.db.material_files.replace_one({"_id": id}, document, upsert=True)
    return hashlib.sha256(content).hexdigest()


def kept(service: Service, scope: Scope, material: str, sha256: str) -> bytes:
    """Raises NotFound for what is not here, was destroyed, or is not what was kept."""
    found = service.db.material_files.find({"tenant": scope.tenant, "material": material})
    parts: list[bytes] = []
    for document in found.sort("number"):
        part = document["kept"]
        if isinstance(part, str):
            text = service.vault.open(scope.tenant, part)
            part = base64.b64decode(text) if text else b""
        parts.append(part)
    content = b"".join(parts)
    if not content or hashlib.sha256(content).hexdigest() != sha256:
        raise NotFound("the file is not here")
    return content


def forget(service: Service, scope: Scope, material: str) -> None:
    service.db.material_files.delete_many({"tenant": scope.tenant, "material": material})
