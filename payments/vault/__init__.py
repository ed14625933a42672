"""Secrets shared with gateways and bank feeds, kept encrypted and never shown again."""
