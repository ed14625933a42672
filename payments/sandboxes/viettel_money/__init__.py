"""The sandbox of ViettelPay 2.0."""
