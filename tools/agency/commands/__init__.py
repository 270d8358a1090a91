"""The commands of `make`: each file has a `main(arguments)`, which returns the exit status."""
