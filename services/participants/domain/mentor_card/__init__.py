"""What another school may know of a shared mentor, kept at that school."""
