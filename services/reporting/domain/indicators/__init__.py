"""Shares of a year: numerator, denominator, target."""
