"""Printed papers: one description, written as PDF (what was issued) or DOCX (what a clerk may edit)."""
