"""How the weights of the model are made; see README.md. No part of the package."""
