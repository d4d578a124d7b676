"""The copy of a consent that was given behind a link: issued at the first asking, the same file ever
after, and not valid any more when the consent ends."""

from __future__ import annotations

from typing import Any, ClassVar

from services.participants.application.consent_papers import (
    copy_paper,
    organisation_name,
    sides_of,
)
from services.participants.application.shipped import document
from services.participants.domain.consent.commands import consent_id
from services.participants.domain.consent.decider import CONSENT
from services.participants.domain.consent.events import (
    ConsentErased,
    ConsentExpired,
    ConsentOutgrown,
    ConsentWithdrawn,
)
from services.participants.domain.consent_link.decider import ConsentLink
from services.participants.domain.consent_link.events import LinkIssued
from shared.documents.issuing import Draft, document_id, file_of, issue, revoke, version_of
from shared.domain.envelope import Recorded
from shared.domain.errors import NotFound
from shared.domain.ids import PersonId
from shared.policies import Policy
from shared.service import Service
from shared.tenancy.scope import Scope, policy_scope


def copy_of(
    service: Service,
    scope: Scope,
    terms: LinkIssued,
    link: ConsentLink,
    person: PersonId,
    purpose: str,
    *,
    language: str,
    site: str,
) -> bytes:
    """The PDF. Raises NotFound unless the consent was given behind this link and lives."""
    id, today = consent_id(person, purpose), service.clock.today()
    consent = service.handler.state(scope, CONSENT, id)
    given = consent.state.terms
    if given is None or given.link != terms.link or not consent.state.lives_on(today):
        raise NotFound("no consent was given behind this link")
    signed = given.signed_on or (link.used_at.date() if link.used_at else today)
    draft = Draft(
        kind="consent",
        source=id,
        year="",
        on=signed,
        paper=copy_paper(
            document(purpose, given.language or language, given.text_version),
            organisation_name(service, scope),
            sides_of(service, scope, person, terms.signer, why="copy of a consent"),
            given,
            link.used_at,
        ),
        people=(person,),
        about=tuple(dict.fromkeys((person, terms.signer))),
        purpose=purpose,
        source_version=consent.version,
    )
    issue(service, scope, draft, site=site, key=f"copy:{id}:{consent.version}:{language}")
    issued = version_of(service, scope, document_id(scope, "consent", id), None)
    return file_of(service, scope, issued, "pdf")


class EndedConsentsTakeTheirCopiesBack(Policy):
    """Whoever checks the code of a copy is told nothing of a consent that has ended; when it is
    given anew, the old copy stays taken back."""

    name: ClassVar[str] = "ended_consents_take_their_copies_back"
    on: ClassVar[tuple[type, ...]] = (
        ConsentWithdrawn, ConsentExpired, ConsentOutgrown, ConsentErased,
    )  # fmt: skip

    def react(self, service: Service, recorded: Recorded[Any]) -> None:
        scope = policy_scope(recorded.tenant, self.name, recorded.id, recorded.correlation)
        key = f"{self.name}:{recorded.id}"
        revoke(service, scope, "consent", recorded.key, key=key, before=recorded.version)
