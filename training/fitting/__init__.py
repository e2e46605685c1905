"""Boosted trees and linear decisions."""
