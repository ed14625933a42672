"""What MoMo writes and signs. Pure."""
