"""Answers of one source about one person."""
