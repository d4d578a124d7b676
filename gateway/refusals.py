"""Why a service refused, by the code of its refusal, as a sentence for people."""

from __future__ import annotations

from flask_babel import lazy_gettext as lazy

REFUSALS = {
    "consent-missing": lazy("A consent is missing for this."),
    "questionnaire-missing": lazy("The questionnaire is not answered yet."),
    "not-asked": lazy("Nobody asks you to fill in this form."),
    "answered-already": lazy("The answers were sent already."),
    "same-account": lazy("This is the account you are signed in with."),
    "not-a-guardians": lazy(
        "That account is for more than children: sign in with it and join this one there."
    ),
    "slot-taken": lazy("Somebody else has just taken this time. Choose another."),
    "slot-past": lazy("This time has passed. Choose another."),
    "slot-booked": lazy("Somebody is booked for this time: move or cancel the interview first."),
    "interview-held": lazy("The interview was held already."),
    "interview-booked": lazy("A time is booked already; move it instead of booking a second one."),
    "protocol-missing": lazy("Write the protocol first, then decide."),
    "reason-missing": lazy("A refusal names its reason."),
    "measured-already": lazy("This person is measured already; correct the values with a reason."),
    "round-closed": lazy("The round is closed: only a correction with a reason is possible."),
    "nobody-measured": lazy("Nobody is measured yet, so there is nothing to close."),
    "another-instrument": lazy("Both measurements use the same version and the same parameters."),
    "first-measurement-missing": lazy("The second measurement needs a first one."),
    "not-enrolled": lazy("This person is not enrolled in the course."),
    "session-not-held": lazy("Attendance is taken on the day of the session or later."),
    "no-certificate": lazy("There is no certificate: the course is not passed."),
    "running-pair": lazy("The card you give up has a running pair: keep that one."),
    "keep-mentor": lazy("One of the two is a mentor’s card: keep that one."),
    "assent-missing": lazy("From 14 the child agrees too. Tick the box when they do."),
    "merged": lazy("This card was merged into another; use that one."),
    "not-verified": lazy("The municipality has not verified this company yet."),
    "company-known": lazy("A company with this INN has applied already."),
}
