"""The phones of the demo: every message lands on a page instead of a phone."""
