"""Systems, architectures and Pythons that the wheels are for, and what would add one."""
