"""Words and shapes that every domain model uses; standard library only."""
