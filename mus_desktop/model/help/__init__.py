"""The pages of the help as data, whoever shows them."""
