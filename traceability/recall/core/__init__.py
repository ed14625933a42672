"""Recall without Django."""
