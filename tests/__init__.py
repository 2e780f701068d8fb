"""The tests.

This file makes them a package of their own: other projects install their tests under the same
name, and a folder without such a file would lose to them.
"""
