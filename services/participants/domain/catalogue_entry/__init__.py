"""An anonymous offer of mentoring, kept at the municipality."""
