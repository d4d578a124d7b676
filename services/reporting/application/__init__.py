"""Policies, publications and what is counted across read models."""
