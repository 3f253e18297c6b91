"""What stands where in the workflows, what starts them, and what they use."""
