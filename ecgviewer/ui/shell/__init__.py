"""Actions, menus, palette, panels."""
