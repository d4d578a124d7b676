"""Meetings: the school's events, the meetings of pairs, their goals and their feedback."""
