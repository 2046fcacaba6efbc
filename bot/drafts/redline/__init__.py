"""A comparison as a file: one `Sheet`, four forms (HTML, PDF, PNG, Word), each a pure function from values to bytes."""
