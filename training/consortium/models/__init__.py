"""Rows of the consortium."""

from training.consortium.models.demands import Demand, DemandGroup

__all__ = ["Demand", "DemandGroup"]
