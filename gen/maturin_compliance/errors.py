"""What the command tells its user in one line before it ends with status 2."""


class UsageError(Exception):
    """A fault in how the command was called: its message is one line that says what to do."""
