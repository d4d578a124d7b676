"""Programmes, places, ballots, proposals, pairings and orders."""
