"""`python -m policylint`."""

from policylint.cli import main

if __name__ == "__main__":
    main()
