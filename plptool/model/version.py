"""The program's version. It stands here, so that no module need import the library's face to tell it."""

__version__ = "0.1.0"
