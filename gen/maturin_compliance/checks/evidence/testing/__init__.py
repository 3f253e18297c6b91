"""Which wheels and which tests some job runs, and what would run the others."""
