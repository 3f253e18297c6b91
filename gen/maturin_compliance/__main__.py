"""``python -m maturin_compliance``."""

from maturin_compliance.command import main

if __name__ == "__main__":
    raise SystemExit(main())
