"""PowerShell scripts, followed without running anything, as far as release workflows use the language."""

from maturin_compliance.expand.shell.powershell.follow import follow_powershell

__all__ = ["follow_powershell"]
