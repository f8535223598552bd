"""One module a measurement; `group` joins them."""
