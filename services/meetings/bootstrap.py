"""Meetings put together."""

from __future__ import annotations

from services.meetings.application import feedback_dates, letters
from services.meetings.application.attachments import DropFiles
from services.meetings.application.invitations import ForgetGuests, InviteByLetter, TellOfChanges
from services.meetings.application.publications import publish
from services.meetings.application.reminders import Planner, TenantsAreReminded
from services.meetings.application.sending import Sender
from services.meetings.consumers import matching, participants, reporting
from services.meetings.domain.feedback.decider import FEEDBACK
from services.meetings.domain.feedback_link.decider import FEEDBACK_LINK
from services.meetings.domain.feedback_plan.decider import FEEDBACK_PLAN
from services.meetings.domain.goal.decider import GOAL
from services.meetings.domain.letter_wish.decider import LETTER_WISH
from services.meetings.domain.meeting_series.decider import MEETING_SERIES
from services.meetings.domain.outreach_event.decider import OUTREACH
from services.meetings.domain.subscription.decider import SUBSCRIPTION
from services.meetings.domain.working_rules.decider import WORKING_RULES
from services.meetings.projections.alerts import FeedbackAlerts
from services.meetings.projections.calendar import Calendar
from services.meetings.projections.feedback_links import FeedbackLinks
from services.meetings.projections.journal import Journal
from services.meetings.projections.outreach import OutreachRegister
from services.meetings.projections.pairings import Pairings
from services.meetings.projections.subscriptions import Subscriptions
from services.meetings.projections.watch import ClosedAlerts
from shared.config import Settings
from shared.contracts.meetings import TOPIC
from shared.domain.erasing import SUBJECT
from shared.erasing import ConfirmErasure
from shared.service import Chore, Service, ServiceDefinition, build

DEFINITION = ServiceDefinition(
    name="meetings",
    deciders=(
        OUTREACH, MEETING_SERIES, GOAL, FEEDBACK, SUBJECT, WORKING_RULES, SUBSCRIPTION,
        FEEDBACK_LINK, FEEDBACK_PLAN, LETTER_WISH,
    ),
    projections=(
        OutreachRegister(), Pairings(), Journal(), Calendar(), FeedbackAlerts(), ClosedAlerts(),
        Subscriptions(), FeedbackLinks(),
    ),
    policies=(
        TenantsAreReminded(), InviteByLetter(), TellOfChanges(), ForgetGuests(), DropFiles(),
        *feedback_dates.POLICIES,
    ),
    reactions=(*matching.REACTIONS, *participants.REACTIONS, *reporting.REACTIONS, ConfirmErasure()),
    topics=("participants.v1", "matching.v1", "reporting.v1"),
    topic=TOPIC,
    publish=publish,
    chores=(Chore("reminders", Planner().step), Chore("letters", Sender().step)),
)  # fmt: skip


def bootstrap(settings: Settings) -> Service:
    service = build(DEFINITION, settings)
    letters.create_indexes(service.db)
    return service
