"""Pages of verifiers, holders and operators."""
