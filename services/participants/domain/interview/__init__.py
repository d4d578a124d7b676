"""A mentor candidate's interview and decision."""
