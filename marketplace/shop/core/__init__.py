"""Pure parts of the shop: order numbers, parcel states, delivery prices."""
