"""`python -m app` is `innerscape`."""

from app.cli import main

if __name__ == "__main__":
    main()
