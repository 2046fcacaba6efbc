"""What is said, and on exactly which words of which draft."""
