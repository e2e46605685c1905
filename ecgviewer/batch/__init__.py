"""Many recordings at once: a table of results that can be gone on with."""
