"""Settings, records and chance of a run."""
