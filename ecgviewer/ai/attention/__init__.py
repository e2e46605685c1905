"""What can be read off a network's attention, and how far it agrees with evidence."""
