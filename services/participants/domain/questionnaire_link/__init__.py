"""A personal one-time link behind which a questionnaire is filled in without an account."""
