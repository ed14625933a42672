"""The home page, the category menu, and the back office's frame."""
