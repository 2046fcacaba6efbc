"""The commands of the command line, one a file; `handlers.cli` has the table of them and loads a file when it is asked for."""
