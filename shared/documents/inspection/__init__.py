"""Looks into a DOCX file that somebody sent: what it is made of, what it would run or load."""
