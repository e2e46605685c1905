"""The report card of a map: whether evidence can be believed, checked on this ECG."""
