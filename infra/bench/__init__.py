"""Speed and memory as ratios to bare loops, measured side by side in the same run."""
