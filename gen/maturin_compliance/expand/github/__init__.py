"""GitHub's semantics: events, needs, matrices, contexts, steps, artifacts."""
