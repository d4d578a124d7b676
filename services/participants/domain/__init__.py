"""The rules of participants: one folder for each noun; no framework, no clock, no store."""
