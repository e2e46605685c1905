"""Signal analysis: pure functions of arrays and frozen objects."""
