"""What the Word reader is made of: the package opened safely, styles, numbering, the words of one paragraph."""
