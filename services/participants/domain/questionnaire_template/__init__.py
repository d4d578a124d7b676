"""A versioned questionnaire."""
