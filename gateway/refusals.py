"""Why a service refused, by the code of its refusal, as a sentence for people."""

from __future__ import annotations

from flask_babel import lazy_gettext as lazy

_OWN_FORM = lazy(
    "The school's own form leaves out what this document must say. Take the PDF, or mend the form on the"
    " page “Forms of the documents”."
)

REFUSALS = {
    "template-missing-fields": _OWN_FORM,
    "template-broken": _OWN_FORM,
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
    "ballot-closed": lazy("The ballot is closed."),
    "nobody-met": lazy(
        "A ballot needs people on both sides. Tick at least one mentor and one mentee."
    ),
    "both-sides": lazy("One person stands on both sides of the ballot."),
    "nothing-adopted": lazy("Every pair of this proposal has lost its place. Compute a new one."),
    "not-launched": lazy("The head has not launched the programme yet: orders come after its launch."),
    "not-invited": lazy("Only those who met may vote."),
    "child-decides": lazy("From 14 the child chooses alone, on a page of their own."),
    "meeting-order": lazy("The meetings have an order: the first one, the trial, planning, then regular"
                          " ones. One of them is still missing, or the day does not fit."),
    "goal-missing": lazy("Before the planning meeting is entered, write down the goal, its measure, the date"
                         " and the number of meetings."),
    "go-on-missing": lazy("After the trial meeting both say whether they go on."),
    "trial-doubt": lazy("After the trial meeting one side had doubts. The coordinator decides first."),
    "in-future": lazy("This day has not come yet: only a meeting that took place is entered."),
    "hour-in-future": lazy("This hour has not come yet: only a meeting that took place is entered. If it was"
                           " earlier, correct the hour."),
    "not-overdue": lazy("This meeting is still ahead: there is nothing to see to."),
    "outside-programme": lazy("This day lies outside the programme of the school."),
    "entry-late": lazy("The time for entering this meeting is over. The coordinator can still enter it, with"
                       " a reason."),
    "plan-past": lazy("This day has passed. Plan a meeting for today or later; enter a past one into the"
                      " journal."),
    "overlap": lazy("At this time one of them is at another meeting. Choose another time."),
    "another-day": lazy("The hour belongs to another day than the meeting."),
    "nobody-there": lazy("A meeting needs at least one mentee who was there."),
    "absence-of-present": lazy("A reason is given only for somebody who was away."),
    "rhythm-empty": lazy("Between these two days there is no such weekday that is not a holiday."),
    "rhythm-long": lazy("A plan holds one school year at most."),
    "proposal-gone": lazy("This proposal is no longer there: look at the meeting again."),
    "own-proposal": lazy("You proposed this time yourself; the other side agrees to it."),
    "too-many-files": lazy("A meeting has at most five files."),
    "pairing-suspended": lazy("The pair is suspended: nothing can be entered until the coordinator resumes"
                              " it."),
    "pairing-closed": lazy("The pair has finished its work."),
    "pairing-ended": lazy("The pair was ended by an order."),
    "ends-before-begins": lazy("The end lies before the beginning."),
    "holidays-too-long": lazy("Holidays last 100 days at most."),
    "unknown-zone": lazy("This is no time zone of Russia."),
    "round-open": lazy("A round of this year is open already."),
    "round-joining-over": lazy("The day for joining this round has passed."),
    "round-not-open": lazy("The round is not open for schools now."),
    "too-few-schools": lazy("A round is for two schools or more."),
    "round-delivered": lazy("The proposals are delivered already: the round cannot be called off."),
    "forms-not-chosen": lazy("The programme has not chosen its forms yet."),
    "announcement-over": lazy("This announcement is over."),
    "plan-full": lazy("A plan has at most 200 lines."),
    "publication-withdrawn": lazy("What was withdrawn stays withdrawn: with a new consent, write it anew."),
    "published-already": lazy("What is published is not changed: withdraw it and write it anew."),
    "picture-missing": lazy("The picture is not there yet: send it first."),
    "no-picture": lazy("Only a publication of the kind “picture” has a picture."),
    "case-not-approved": lazy("The head has not approved the story yet, or it is a draft again."),
    "award-not-given": lazy("The award is not given yet, or it was taken back."),
    "source-people": lazy("Everybody of the story or the award has to be named."),
    "case-approved": lazy("The story is approved: make it a draft again before you change it."),
    "case-withdrawn": lazy("The story is told no more."),
    "form-not-chosen": lazy("The programme does not run this form."),
    "items-asked": lazy("Say first which items apply this year: last year they did not."),
    "roadmap-approved": lazy("That year has an approved roadmap already."),
    "archive-under-way": lazy("An archive is being made already. Wait for it, or cancel it."),
    "archive-large": lazy("The archive is too large: more than 100 MB."),
    "archive-outdated": lazy(
        "Somebody whom the archive names does not take part any more. It was destroyed; make it anew."
    ),
    "not-approved": lazy("The head has not approved it yet."),
    "nothing-decided": lazy("The jury has not decided about anybody yet."),
    "document-changed": lazy("The stored file is not the one that was issued. Tell whoever runs the system."),
    "event-over": lazy("The day of the gathering has passed."),
    "event-held": lazy("The gathering has taken place already."),
    "event-cancelled": lazy("The gathering is called off."),
    "event-struck": lazy("The record of this gathering is struck out."),
    "event-past": lazy("A gathering cannot be moved to a day that has passed."),
    "no-guardians": lazy("Some of the people chosen are nobody's guardians in the register: invite them as"
                         " mentees or mentors, or enter whose guardians they are first."),
    "survey-open": lazy("What was written is shown once the survey is closed."),
    "outside-year": lazy("The day lies outside the gathering's school year: it may be at most six months"
                         " before the year begins or after it ends."),
    "not-known-here": lazy("Some of the people chosen are no mentors or mentees of this school: look at"
                           " the list again."),
    "guest-consent": lazy("Somebody who is in no base is named with their consent only: tick the box, or"
                          " enter a number."),
    "more-answers": lazy("There are more answers than invitations."),
    "fewer-than-none": lazy("So many have not been counted."),
    "too-few-attended": lazy("More people are ticked at the door than you entered, or nobody came."),
    "audience-sum": lazy("The numbers of the audiences make another sum."),
    "letter-over": lazy("This letter waits already, was sent, or would come too late."),
}  # fmt: skip
