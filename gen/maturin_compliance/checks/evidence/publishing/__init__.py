"""From the files that a release builds to the index: who uploads, by what right, and what goes missing."""
