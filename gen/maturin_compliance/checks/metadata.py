"""What the package says of itself."""
