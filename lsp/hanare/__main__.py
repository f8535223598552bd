"""`python -m hanare` is the `hanare` command."""

from hanare.cli.main import main

if __name__ == "__main__":
    main()
