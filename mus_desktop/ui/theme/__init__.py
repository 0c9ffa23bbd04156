"""The look of the program: named tokens, and a palette and a small stylesheet made from them."""
