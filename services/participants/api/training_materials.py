"""Materials of a course, and the certificates of those who passed it."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from flask import Response, request

from services.participants.api.consents import sent_as
from services.participants.api.support import RowsSchema, is_staff, new_id, require_own
from services.participants.api.trainings_schemas import (
    CertificateQuerySchema,
    CertificateShowingSchema,
    MaterialFileQuerySchema,
    MaterialLinkSchema,
    OwnTrainingsSchema,
)
from services.participants.application import certificates, materials
from services.participants.application.certificate_form import certificate_file
from services.participants.application.courses import library, sessions
from services.participants.application.people import opened
from services.participants.domain.training import commands
from services.participants.domain.training.decider import TRAINING, Training
from shared.domain.errors import Invalid, NotFound
from shared.domain.ids import PersonId
from shared.domain.personal import Personal
from shared.http.api import AcceptedSchema, Blueprint, EmptySchema, current, reader, requires, run

blp = Blueprint("training_materials", __name__)


@blp.route("/trainings/<training>/materials", methods=["POST"])
@requires("training.write")
@blp.arguments(MaterialLinkSchema)
@blp.response(200, AcceptedSchema)
def add_link(body: dict[str, Any], training: str) -> Any:
    """Add a link."""
    title, address = Personal.of(body["title"]), Personal.of(body["address"])
    material = new_id(f"material:{training}")
    return run(TRAINING, training, commands.AddMaterial(material, "link", title, address))


@blp.route("/trainings/<training>/materials/files", methods=["POST"])
@requires("training.write", seconds=60.0)
@blp.arguments(MaterialFileQuerySchema, location="query")
@blp.response(200, AcceptedSchema)
def add_file(query: dict[str, Any], training: str) -> Any:
    """Add a file (the body itself) of at most 10 MB: PDF, PNG, JPEG or an office file without
    macros; `personal` has it sealed."""
    now = current()
    request.max_content_length = materials.FILE_LIMIT
    content = request.get_data(cache=False)
    if not content:
        raise Invalid("the file is empty", {"file": ["send the file as the body"]})
    _course(training)
    kind, sealed = materials.media_type_of(content), query["personal"]
    material = new_id(f"material:{training}")
    kept = materials.keep(now.service, now.scope, training, material, content, sealed=sealed)
    title, name = Personal.of(query["title"]), Personal.of(query["name"])
    command = commands.AddMaterial(material, "file", title, name, kind, len(content), kept, sealed)
    return run(TRAINING, training, command)


@blp.route("/trainings/<training>/materials/<material>", methods=["GET"])
@requires("training.material", seconds=60.0)
@blp.response(200, content_type="application/octet-stream")
def read_file(training: str, material: str) -> Response:
    """A file of the course, to staff and to those who are enrolled."""
    now = current()
    state = _course(training)
    if not is_staff() and now.scope.person not in state.enrolled:
        raise NotFound("there is no such file")
    one = state.materials.get(material)
    if one is None or one.kind != "file":
        raise NotFound("there is no such file")
    content = materials.kept(now.service, now.scope, material, one.sha256)
    name = quote(opened(now.service, now.scope, one.address) or "file")
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
    return Response(content, mimetype=one.media_type, headers=headers)


@blp.route("/trainings/<training>/materials/<material>/remove", methods=["POST"])
@requires("training.write")
@blp.arguments(EmptySchema)
@blp.response(200, AcceptedSchema)
def remove(body: dict[str, Any], training: str, material: str) -> Any:
    """Take a material out of the course; a file is deleted."""
    now = current()
    answer = run(TRAINING, training, commands.RemoveMaterial(material))
    materials.forget(now.service, now.scope, material)
    return answer


@blp.route("/trainings/own", methods=["GET"])
@requires("training.own")
@blp.arguments(OwnTrainingsSchema, location="query")
@blp.response(200, RowsSchema)
def own(args: dict[str, Any]) -> Any:
    """The mentor's own courses: sessions, materials, the result, what the check page may tell."""
    now = current()
    if now.scope.person is None:
        return {"items": [], "next": None}
    rows = reader("training_register", args["after_commit"]).all({"person": now.scope.person})
    found = []
    for row in rows:
        state = now.service.handler.state(now.scope, TRAINING, row["training"]).state
        if state.plan is not None and args["year"] in (None, state.plan.year):
            found.append(_own(state, row))
    return {"items": found, "next": None}


@blp.route("/trainings/<training>/certificates/<person>", methods=["GET"])
@requires("certificate.read", seconds=30.0)
@blp.arguments(CertificateQuerySchema, location="query")
@blp.response(200, content_type="application/pdf")
def certificate(query: dict[str, Any], training: str, person: str) -> Response:
    """The certificate as PDF or, in the school's own form, DOCX, to staff and to its holder."""
    now = current()
    require_own(person)
    made = certificates.certificate(
        now.service,
        now.scope,
        training,
        PersonId(person),
        language=query["language"],
        site=query["site"].rstrip("/"),
    )
    content = certificate_file(now.service, now.scope, made, query["format"])
    return sent_as(content, query["format"], "certificate")


@blp.route("/trainings/<training>/showing", methods=["POST"])
@requires("certificate.show")
@blp.arguments(CertificateShowingSchema)
@blp.response(200, AcceptedSchema)
def choose_showing(body: dict[str, Any], training: str) -> Any:
    """What the check page may tell of one's own certificate beside “valid”."""
    now = current()
    if now.scope.person is None:
        raise NotFound("there is no such certificate")
    now.service.gate.require(now.scope, "participation", [now.scope.person])
    return run(TRAINING, training, commands.ChooseShowing(now.scope.person, **body))


@blp.route("/certificates/<code>", methods=["GET"])
@requires("certificate.check")
@blp.response(200)
def check(code: str) -> Any:
    """Whether a code is that of a valid certificate, and what its holder lets be told."""
    now = current()
    return certificates.check(now.service, now.scope, code)


def _course(training: str) -> Training:
    now = current()
    return now.service.handler.existing(now.scope, TRAINING, training).state


def _own(state: Training, row: dict[str, Any]) -> dict[str, Any]:
    now = current()
    person = str(now.scope.person)
    assert state.plan is not None  # the caller looked
    issued = state.certificates.get(PersonId(person))
    shows = state.showing.get(PersonId(person))
    return {
        "id": row["training"],
        "title": state.plan.title,
        "status": row["status"],
        "sessions": sessions(state, of=person),
        "library": library(now.service, now.scope, state),
        "certificate": {"number": issued.number, "on": issued.on.isoformat(), "code": issued.code}
        if issued
        else None,
        "shows": {"course": bool(shows and shows.course), "date": bool(shows and shows.date)},
    }
