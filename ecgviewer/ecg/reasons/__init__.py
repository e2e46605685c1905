"""Why there is no value or verdict, or what limits it: codes, and their texts."""
