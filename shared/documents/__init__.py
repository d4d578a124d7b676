"""Printed papers (PDF as issued, DOCX to be edited) and tables for spreadsheets (XLSX, CSV)."""
