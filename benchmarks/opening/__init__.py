"""How long a file takes to its trace, and what opening many of them leaves behind."""
