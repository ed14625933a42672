"""The EPCIS 2.0 interface over HTTP: capture jobs, queries, keys."""
