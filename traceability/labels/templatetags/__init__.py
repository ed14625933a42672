"""Words of the labels' pages."""
