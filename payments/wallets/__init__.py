"""Gateways that are called and call back: one path for their notices, queries and refunds."""
