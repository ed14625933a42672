"""The sheet itself: sizes and drawing. Knows no Django."""
