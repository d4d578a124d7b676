"""Requests before any questionnaire: how many children of a class, for which theme, in which form."""
