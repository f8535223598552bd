"""Bundles for machines without a network: made here, verified and installed there."""
