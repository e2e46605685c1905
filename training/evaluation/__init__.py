"""Tables, intervals and differences."""
