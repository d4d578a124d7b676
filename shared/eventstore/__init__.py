"""The event store on MongoDB: one document a commit, positions given later by one sequencer."""
