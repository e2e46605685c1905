"""Many recordings: how fast a table is made, and how fast it is sorted."""
