"""What a stranger, or somebody with a role and bad luck, types and sends."""
