"""When a programme asks its pairs for feedback: the window of the roadmap and its rhythm."""
