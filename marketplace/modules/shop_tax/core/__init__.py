"""Which class a sale of goods is. Pure."""
