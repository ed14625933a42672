"""The complete, plain look that every other theme extends."""
