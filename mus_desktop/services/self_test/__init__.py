"""The self-test of an installed program without Qt: its files, its forms, and a life of data in a temporary folder."""
