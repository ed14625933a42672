"""What a scan means, and the theme's tokens as literal values; without a framework."""
