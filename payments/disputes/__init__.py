"""Payments that a buyer contests at the gateway or bank: held, answered in time, closed."""
