"""Turns facts into read models."""
