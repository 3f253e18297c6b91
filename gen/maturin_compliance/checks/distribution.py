"""How a release reaches the index."""
