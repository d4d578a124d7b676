"""Read models: fed by position, exactly once, rebuilt beside the old one."""
