"""Who may see what. Every query takes a Viewer; nothing is shown without one."""

from .viewer import Viewer

__all__ = ["Viewer"]
