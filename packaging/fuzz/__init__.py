"""Fuzzing: whatever comes in through a door of the product is refused in a sentence or taken in, and nothing else.

bash packaging/fuzz.sh [--minutes N | --inputs N] [--targets NAME,…]
"""
