"""Terminal emulation, compiled."""

from ._native import Macro, PtyTerminal, Terminal

try:
    from ._native import StreamingConfig, StreamingServer
except ImportError:  # only builds with the feature "streaming" have them
    StreamingConfig = None
    StreamingServer = None

__version__ = "0.14.0"
__all__ = [
    "Macro",
    "PtyTerminal",
    "StreamingConfig",
    "StreamingServer",
    "Terminal",
]
