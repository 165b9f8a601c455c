"""Hwaryong: tools draft, people dot the eyes, every frame can be disclosed."""

__version__ = "0.1.0"
