"""Asking a group anew for one purpose, until everybody has answered or the day has come."""
