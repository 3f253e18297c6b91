"""Which interpreters the wheels are for."""
