"""How the program looks: named tokens, a palette and a small stylesheet made from them."""
