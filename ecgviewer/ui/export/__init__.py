"""Pages as files and on a printer."""
