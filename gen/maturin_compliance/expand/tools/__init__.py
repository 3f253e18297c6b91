"""What steps call: actions and programs, and what each does with Pythons, wheels and indexes."""
