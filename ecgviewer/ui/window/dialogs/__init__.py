"""What the window asks in dialogs of its own: screens, rhythm leads, tables."""
