"""People, organisations, consents, bases, sharing, assessments, interviews and training."""
