"""What networks say of recordings that last longer than what they read at once."""
