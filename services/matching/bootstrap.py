"""Matching put together."""

from __future__ import annotations

from services.matching.application import (
    policies,
    proofs,
    publications,
    questions,
    round_policies,
    round_work,
    runs,
)
from services.matching.application.jobs import JOBS
from services.matching.application.keeping import orders_of
from services.matching.consumers import meetings, participants
from services.matching.domain.ballot.decider import BALLOT
from services.matching.domain.enrolment.decider import ENROLMENT
from services.matching.domain.match_run.decider import MATCH_RUN
from services.matching.domain.order.decider import ORDER
from services.matching.domain.order_template.decider import ORDER_TEMPLATE
from services.matching.domain.pairing.decider import PAIRING
from services.matching.domain.places.decider import MENTOR_PLACES
from services.matching.domain.programme.decider import PROGRAMME
from services.matching.domain.round.decider import ROUND
from services.matching.domain.share.decider import SHARE
from services.matching.projections.candidates import Candidates
from services.matching.projections.documents import OrdersAndDocuments
from services.matching.projections.orders import Orders
from services.matching.projections.pairs import Pairs, Tasks
from services.matching.projections.places import Places
from services.matching.projections.programmes import Programmes
from services.matching.projections.proposals import Proposals
from services.matching.projections.rounds import Rounds, RoundShares
from shared.config import Settings
from shared.contracts.matching import TOPIC
from shared.domain.erasing import SUBJECT
from shared.erasing import ConfirmErasure
from shared.service import Chore, Service, ServiceDefinition, build

DEFINITION = ServiceDefinition(
    name="matching",
    deciders=(PROGRAMME, MENTOR_PLACES, ENROLMENT, BALLOT, MATCH_RUN, PAIRING, ORDER,
              ORDER_TEMPLATE, SUBJECT, ROUND, SHARE),
    projections=(
        Programmes(), Candidates(), Proposals(), Pairs(), Tasks(), Places(), Orders(),
        Rounds(), RoundShares(), OrdersAndDocuments(),
    ),
    policies=(*policies.POLICIES, *round_policies.POLICIES),
    reactions=(*participants.REACTIONS, *meetings.REACTIONS, ConfirmErasure()),
    topics=("participants.v1", "meetings.v1"),
    topic=TOPIC,
    publish=publications.publish,
    jobs=JOBS,
    chores=(
        Chore("match_runs", runs.advance), Chore("match_questions", questions.advance),
        Chore("rounds", round_work.advance),
    ),
    keeps=orders_of,
)  # fmt: skip


def bootstrap(settings: Settings) -> Service:
    service = build(DEFINITION, settings)
    runs.create_indexes(service.db)
    questions.create_indexes(service.db)
    proofs.create_indexes(service.db)
    return service
