"""Shapes of places and spans of time, without a framework."""
