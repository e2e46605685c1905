"""Tables of what was found in many recordings: Parquet, CSV, JSON Lines."""
