"""The pages, one module a subject."""

from __future__ import annotations

from gateway.pages import (
    auth,
    guardian,
    imports,
    mentors,
    municipality,
    people,
    programme,
    public,
    school,
    sharing,
)

BLUEPRINTS = (
    auth.blp, municipality.blp, school.blp, mentors.blp, sharing.blp, people.blp, imports.blp,
    programme.blp, guardian.blp, public.blp,
)  # fmt: skip
