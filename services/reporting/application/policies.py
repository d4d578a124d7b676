"""What this service does by itself after its own events."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any, ClassVar

from services.reporting.application.pictures import drop_picture
from services.reporting.application.printing import protocol_id
from services.reporting.domain.award.events import AwardRevoked, JuryDecided
from services.reporting.domain.case import commands as case_commands
from services.reporting.domain.case.decider import CASE
from services.reporting.domain.case.events import CaseApproved, CaseWithdrawn
from services.reporting.domain.monitoring_report.events import ReportReopened
from services.reporting.domain.publication import commands
from services.reporting.domain.publication.decider import PUBLICATION
from services.reporting.domain.publication.events import (
    PictureAttached,
    PublicationDrafted,
    PublicationWithdrawn,
    Published,
)
from services.reporting.domain.roadmap.events import RoadmapApproved
from shared.documents.issuing import document_id, revoke
from shared.domain.envelope import Recorded
from shared.domain.errors import Conflict, ConsentMissing
from shared.domain.ids import stream_id
from shared.domain.issued import ISSUED, DocumentIssued, Revoke
from shared.policies import Policy
from shared.tenancy.scope import policy_scope

if TYPE_CHECKING:
    from shared.service import Service

CONSENT_ENDED, SOURCE_GONE = "consent_ended", "source_gone"


class ConsentIsAskedAgain(Policy):
    """A consent that ended while something was being published or approved is found here: whoever
    followed the withdrawal may have looked before the read model knew of the item."""

    name: ClassVar[str] = "consent_is_asked_again"
    on: ClassVar[tuple[type, ...]] = (Published, CaseApproved)
    must_not_park: ClassVar[bool] = True

    def react(self, service: Service, recorded: Recorded[Any]) -> None:
        scope = policy_scope(recorded.tenant, self.name, recorded.id, recorded.correlation)
        published = isinstance(recorded.event, Published)
        purpose = recorded.event.purpose if published else "participation"
        try:
            service.gate.require(scope, purpose, recorded.event.people)
        except ConsentMissing:
            key = f"{self.name}:{recorded.id}"
            if published:
                withdraw = commands.Withdraw(CONSENT_ENDED)
                service.handler.handle(scope, PUBLICATION, recorded.key, withdraw, key=key)
            else:
                forget = case_commands.Withdraw(CONSENT_ENDED)
                service.handler.handle(scope, CASE, recorded.key, forget, key=key)


class ReopenedReportIsTakenBack(Policy):
    """The printed report of a year is not valid while it is written anew."""

    name: ClassVar[str] = "reopened_report_is_taken_back"
    on: ClassVar[tuple[type, ...]] = (ReportReopened,)

    def react(self, service: Service, recorded: Recorded[Any]) -> None:
        scope = policy_scope(recorded.tenant, self.name, recorded.id, recorded.correlation)
        key = f"{self.name}:{recorded.id}"
        revoke(service, scope, "report", recorded.event.report, key=key, before=recorded.version)


class OlderEditionsAreTakenBack(Policy):
    """What the head has approved anew replaces what was printed of the edition before, whether the
    new one is issued or not."""

    name: ClassVar[str] = "older_editions_are_taken_back"
    on: ClassVar[tuple[type, ...]] = (RoadmapApproved,)

    def react(self, service: Service, recorded: Recorded[Any]) -> None:
        scope = policy_scope(recorded.tenant, self.name, recorded.id, recorded.correlation)
        key, edition = f"{self.name}:{recorded.id}", recorded.event.edition
        revoke(service, scope, "roadmap", recorded.key, key=key, before=edition)


class RevokedAwardsEndTheirProtocol(Policy):
    """The jury's printed protocol is not valid once a decision that it names is taken back; one that
    was issued later does not name it."""

    name: ClassVar[str] = "revoked_awards_end_their_protocol"
    on: ClassVar[tuple[type, ...]] = (AwardRevoked,)

    def react(self, service: Service, recorded: Recorded[Any]) -> None:
        scope = policy_scope(recorded.tenant, self.name, recorded.id, recorded.correlation)
        document = document_id(scope, "protocol", protocol_id(scope, recorded.event.year))
        since = service.store.since
        issued = since(scope.tenant, stream_id(ISSUED.category, document), 0)
        printed = [one for one in issued if isinstance(one.event, DocumentIssued)]
        said = [one for one in since(scope.tenant, recorded.stream, 0)
                if isinstance(one.event, JuryDecided)]  # fmt: skip
        if not printed or not said:
            return
        if not (_before(said[0], printed[-1]) and _before(printed[-1], recorded)):
            return
        command = Revoke(service.clock.today())
        # A conflict: another version, which was asked about the award when it was made.
        with suppress(Conflict):
            service.handler.handle(
                scope, ISSUED, document, command,
                key=f"{self.name}:{recorded.id}", expected=issued[-1].version,
            )  # fmt: skip


def _before(one: Recorded[Any], other: Recorded[Any]) -> bool:
    """In the service's log; what has no place there yet comes last."""
    return one.position is not None and (other.position is None or one.position < other.position)


class ItemsFollowTheirSource(Policy):
    """What was told from a case or an award goes with it, for good."""

    name: ClassVar[str] = "items_follow_their_source"
    on: ClassVar[tuple[type, ...]] = (CaseWithdrawn, AwardRevoked)

    def react(self, service: Service, recorded: Recorded[Any]) -> None:
        scope = policy_scope(recorded.tenant, self.name, recorded.id, recorded.correlation)
        wanted = {"source": recorded.key, "status": {"$ne": "withdrawn"}}
        for document in service.views.reader(scope, "public_page").all(wanted):
            service.handler.handle(
                scope, PUBLICATION, document["id"], commands.Withdraw(SOURCE_GONE),
                key=f"{self.name}:{recorded.id}",
            )  # fmt: skip


class PicturesGoWithTheirItem(Policy):
    """The file of a withdrawn item is destroyed."""

    name: ClassVar[str] = "pictures_go_with_their_item"
    on: ClassVar[tuple[type, ...]] = (PublicationWithdrawn,)
    must_not_park: ClassVar[bool] = True

    def react(self, service: Service, recorded: Recorded[Any]) -> None:
        scope = policy_scope(recorded.tenant, self.name, recorded.id, recorded.correlation)
        kept = service.handler.state(scope, PUBLICATION, recorded.key).state.picture
        if kept:
            drop_picture(service, scope, kept)


class ReplacedPicturesGo(Policy):
    """The file of a picture that its item names no longer is destroyed, also where the request that
    replaced it broke off."""

    name: ClassVar[str] = "replaced_pictures_go"
    on: ClassVar[tuple[type, ...]] = (PictureAttached, PublicationDrafted)
    must_not_park: ClassVar[bool] = True

    def react(self, service: Service, recorded: Recorded[Any]) -> None:
        if recorded.version == 1:
            return
        scope = policy_scope(recorded.tenant, self.name, recorded.id, recorded.correlation)
        state = service.handler.state
        before = state(scope, PUBLICATION, recorded.key, version=recorded.version - 1).state
        if (
            before.picture
            and before.picture != state(scope, PUBLICATION, recorded.key).state.picture
        ):
            drop_picture(service, scope, before.picture)


POLICIES: tuple[Policy, ...] = (
    ConsentIsAskedAgain(),
    ReopenedReportIsTakenBack(),
    OlderEditionsAreTakenBack(),
    RevokedAwardsEndTheirProtocol(),
    ItemsFollowTheirSource(),
    PicturesGoWithTheirItem(),
    ReplacedPicturesGo(),
)
