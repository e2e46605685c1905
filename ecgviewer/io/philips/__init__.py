"""Philips SierraECG XML."""
