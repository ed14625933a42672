"""Asking for events: the parameters of EPCIS 2.0, turned into reads of our tables."""
