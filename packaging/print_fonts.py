"""Makes `resources/fonts/print/`: Inter with TrueType outlines, which reportlab needs; run once for each new Inter.

The interface uses the OpenType files (cubic outlines); PDF files cannot embed those through reportlab. The outlines are
approximated within a thousandth of the em, and the characters are limited to European scripts and signs.
Needs fonttools, which the application itself does not: `pip install fonttools`, then `python packaging/print_fonts.py`.
"""

from __future__ import annotations

from pathlib import Path

from fontTools import subset
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont, newTable

FONTS = Path(__file__).resolve().parent.parent / "resources" / "fonts"
SCRIPTS = [*range(0x20, 0x250), *range(0x370, 0x530), *range(0x1E00, 0x1F00), *range(0x2000, 0x2300), 0xFB01, 0xFB02]


def reduced(font: TTFont) -> None:
    """Leave only the characters and tables that print needs."""
    options = subset.Options(layout_features=[], hinting=False, name_IDs=["*"], notdef_outline=True)
    options.drop_tables += ["GSUB", "GPOS", "GDEF", "DSIG", "MVAR", "STAT"]
    worker = subset.Subsetter(options)
    worker.populate(unicodes=SCRIPTS)
    worker.subset(font)


def outlined(font: TTFont) -> None:
    """Replace cubic outlines by quadratic ones."""
    glyphs, order, tolerance = font.getGlyphSet(), font.getGlyphOrder(), font["head"].unitsPerEm / 1000
    drawn = {}
    for name in order:
        pen = TTGlyphPen(glyphs)
        glyphs[name].draw(Cu2QuPen(pen, tolerance, reverse_direction=True))
        drawn[name] = pen.glyph()
    del font["CFF "]
    font["loca"], font["glyf"] = newTable("loca"), newTable("glyf")
    font["glyf"].glyphOrder, font["glyf"].glyphs = order, drawn
    maxp = font["maxp"]
    maxp.tableVersion = 0x00010000
    for field in (
        "maxTwilightPoints",
        "maxStorage",
        "maxFunctionDefs",
        "maxInstructionDefs",
        "maxStackElements",
        "maxSizeOfInstructions",
        "maxComponentElements",
    ):
        setattr(maxp, field, 0)
    maxp.maxZones = 1
    font["post"].formatType = 3.0
    font.sfntVersion = "\x00\x01\x00\x00"


def main() -> None:
    """Write the two weights that documents use."""
    (FONTS / "print").mkdir(exist_ok=True)
    for weight in ("Regular", "SemiBold"):
        font = TTFont(FONTS / f"Inter-{weight}.otf", recalcTimestamp=False)
        reduced(font)
        outlined(font)
        font.save(FONTS / "print" / f"Inter-{weight}.ttf")


main()
