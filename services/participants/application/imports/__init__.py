"""Workbooks as a coordinator has them: read, explained row by row, then brought in."""
