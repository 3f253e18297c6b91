"""What the package says of itself, against what it is."""
