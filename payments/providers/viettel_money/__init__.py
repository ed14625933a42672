"""Viettel Money through the ViettelPay gateway v2.0."""
