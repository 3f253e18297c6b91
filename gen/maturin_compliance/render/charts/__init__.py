"""The diagrams: each from the project's own targets, jobs and files."""
