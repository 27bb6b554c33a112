"""Words that are hardly darker, or lighter, than what is behind them: a Word document goes in, such words come out.

Source: WCAG 2.2 (1.4.3). What is not surely known, as the colour behind a box or beside a picture, is none: nothing is
told of it. ``colours`` reads colours and themes, ``word`` whose they are.
"""

from __future__ import annotations

from pipeline.preflight.contrast.word import faint

__all__ = ["faint"]
