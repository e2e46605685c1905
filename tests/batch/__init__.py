"""Tables of many recordings."""
