"""The pages of the first start and of an empty list, and the overview that the program opens on."""
