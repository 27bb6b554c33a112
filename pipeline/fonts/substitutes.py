"""What stands in for a font that is not there: tables, by the family that stands in.

Documents name the fonts of the office programs that they were written with, most of which may not be copied. For the
most common ones others were drawn with the same widths, so that each line ends where it ended.
"""

from __future__ import annotations

from collections.abc import Mapping

SIGNS = "OpenSymbol"
"""LibreOffice's own font, with which it sets bullets and, sign for sign, what documents set with fonts of signs."""

METRIC: Mapping[str, tuple[str, ...]] = {
    "Carlito": ("Calibri",),
    "Caladea": ("Cambria",),
    "Liberation Sans": ("Arial", "Arimo", "Helvetica", "Nimbus Sans", "Albany"),
    "Liberation Sans Narrow": ("Arial Narrow", "Helvetica Narrow"),
    "Liberation Serif": ("Times New Roman", "Tinos", "Times", "Nimbus Roman", "Thorndale"),
    "Liberation Mono": ("Courier New", "Cousine", "Courier", "Nimbus Mono PS", "Cumberland"),
    SIGNS: ("Symbol", "Wingdings", "Wingdings 2", "Wingdings 3", "Webdings", "Zapf Dingbats", "StarSymbol"),
}
"""What was drawn to stand in for other families, without moving a line."""

_LIKE: Mapping[str, tuple[str, ...]] = {
    "Carlito": ("Calibri Light", "Aptos", "Aptos Display", "Candara", "Corbel", "Segoe UI", "Trebuchet MS"),
    "Caladea": ("Cambria Math", "Constantia", "Georgia", "Bookman Old Style", "Century", "Century Schoolbook"),
    "Liberation Sans": (
        "Arial Black", "Arial Unicode MS", "Univers", "Franklin Gothic Book", "Century Gothic", "Helvetica Neue",
        "Microsoft Sans Serif", "MS Sans Serif", "Gill Sans MT", "Roboto", "sans", "sans-serif",
    ),
    "Liberation Serif": (
        "Garamond", "Book Antiqua", "Palatino", "Palatino Linotype", "Baskerville Old Face", "Perpetua", "Roman",
        "MS Serif", "serif",
    ),
    "Liberation Mono": ("Consolas", "Lucida Console", "Monaco", "Menlo", "monospace"),
    "DejaVu Sans": ("Verdana", "Tahoma", "Lucida Sans", "Lucida Sans Unicode", "Bitstream Vera Sans"),
    "Amiri": (
        "Traditional Arabic", "Simplified Arabic", "Arabic Typesetting", "Arabic Transparent", "Sakkal Majalla",
        "Scheherazade", "Noto Naskh Arabic", "Geeza Pro",
    ),
    "Noto Serif CJK SC": (
        "SimSun", "宋体", "NSimSun", "新宋体", "STSong", "华文宋体", "Songti SC", "Songti", "FangSong", "仿宋",
        "FangSong_GB2312", "仿宋_GB2312", "STFangsong", "华文仿宋", "KaiTi", "楷体", "KaiTi_GB2312", "楷体_GB2312",
        "STKaiti", "华文楷体", "Source Han Serif SC", "MingLiU", "PMingLiU", "MS Mincho", "MS PMincho", "Batang",
    ),
    "Noto Sans CJK SC": (
        "SimHei", "黑体", "Microsoft YaHei", "微软雅黑", "DengXian", "等线", "STHeiti", "华文黑体", "STXihei",
        "Heiti SC", "PingFang SC", "Source Han Sans SC", "Microsoft JhengHei", "MS Gothic", "MS PGothic", "Yu Gothic",
        "Malgun Gothic",
    ),
}  # fmt: skip
"""What looks most like families that are often asked for; lines may move."""

SUBSTITUTES: Mapping[str, str] = {
    asked: family for table in (_LIKE, METRIC) for family, others in table.items() for asked in others
}
"""What stands in for a family that is not there, where the house says nothing else."""
