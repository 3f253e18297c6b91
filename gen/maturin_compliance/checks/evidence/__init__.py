"""What the files tell that several checks ask for."""
