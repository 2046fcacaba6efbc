"""What people read about the demo and its script."""

SCRIPT_LINE = "Line {number} of the script: {why}"
