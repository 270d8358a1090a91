"""What WeasyPrint finds by the long way for each property of each box, by a short one with the same end.

Nine in ten properties of an element are set by nothing: they are their parent's, or what all begin with. WeasyPrint
asks twenty questions to find out; here one is enough. Lengths are pixels nearly always.

Used with the version that our tests know, see `reuse`: `test_shortcuts` compares what is drawn with and without.
"""

from .reuse import is_known

if is_known:
    from weasyprint import layout
    from weasyprint.css import ComputedStyle
    from weasyprint.css.computed_values import PHYSICAL_FUNCTIONS
    from weasyprint.css.properties import INHERITED, INITIAL_NOT_COMPUTED, INITIAL_VALUES
    from weasyprint.layout import absolute, block, column, grid, inline, page, percent, table
    from weasyprint.layout import float as floats

    # Where the layout takes the sizes of a box from its style.
    _SIZERS = (absolute, block, column, floats, grid, inline, page, percent, table)

_PARENT = object()  # the property is inherited
# Those that WeasyPrint finds by rules of their own.
_OWN_RULES = ("position", "float", "display")
_SIDES = ("top", "right", "bottom", "left")
# The style that says whether a line has any width.
_LINES = {"outline_width": "outline_style", **{f"border_{side}_width": f"border_{side}_style" for side in _SIDES}}
_BORDERS = [f"border_{side}_width" for side in _SIDES]
# What a box measures, in the words of its style.
_SIZES = [
    *(f"{what}_{side}" for what in ("margin", "padding") for side in _SIDES),
    *(f"{bound}{size}" for bound in ("", "min_", "max_") for size in ("width", "height")),
]
# What may be in the margins of a page.
_ACROSS, _DOWN = ("left-corner", "left", "center", "right", "right-corner"), ("top", "middle", "bottom")
_MARGINS = [
    *(f"@{side}-{part}" for side in ("top", "bottom") for part in _ACROSS),
    *(f"@{side}-{part}" for side in ("left", "right") for part in _DOWN),
]

if is_known:
    # What a property is that nothing sets: a value, or `_PARENT`.
    _DEFAULTS = {
        name: _PARENT if name in INHERITED or name == "page" else INITIAL_VALUES[name]
        for name in INITIAL_VALUES
        if (name in INHERITED or name == "page" or name not in INITIAL_NOT_COMPUTED)
        and name not in _OWN_RULES
        and not name.startswith(("__", "text_decoration_"))
    }
    # What sets another property by the direction of the text, as `margin-inline-start` does.
    _LOGICAL = {find(block="ttb", inline=way) for find in PHYSICAL_FUNCTIONS.values() for way in ("ltr", "rtl")}
    _find_long, _size_long = ComputedStyle.__missing__, percent.resolve_percentages
    _make_margins_long = layout.make_margin_boxes


def _find(style, name):
    """Override of WeasyPrint: a property that nothing sets needs no other question."""
    if name in _LINES and style[_LINES[name]] in ("none", "hidden"):
        value = style[name] = 0
        return value
    value = _DEFAULTS.get(name, style)
    if value is style or name in style.cascaded or style.parent_style is None:
        return _find_long(style, name)
    if name in PHYSICAL_FUNCTIONS and not _is_physical(style):
        return _find_long(style, name)
    if value is _PARENT:
        value = style.parent_style[name]
    style[name] = value
    return value


def _is_physical(style):
    """Return whether nothing in a style depends on the direction of its text."""
    try:
        return style.is_physical
    except AttributeError:
        style.is_physical = _LOGICAL.isdisjoint(style.cascaded)
        return style.is_physical


def _size(box, containing_block):
    """Override of WeasyPrint: pixels are the same wherever a box is; no style changes once the layout reads it."""
    style = box.style
    try:
        sizes = style.fixed_sizes
    except AttributeError:
        sizes = style.fixed_sizes = _get_fixed_sizes(style)
    if sizes is None:
        _size_long(box, containing_block)
        return
    box.__dict__.update(sizes)
    # Of a table whose borders are shared, its own were found before.
    is_shared = style["border_collapse"] == "collapse"
    for name in _BORDERS:
        if not (is_shared and hasattr(box, name)):
            setattr(box, name, style[name])


def _get_fixed_sizes(style):
    """Return what a box of this style measures wherever it is, or None where that depends on what it is in."""
    if style["box_sizing"] != "content-box":
        return None
    sizes = {}
    for name in _SIZES:
        value = style[name]
        if getattr(value, "unit", None) == "px":
            sizes[name] = value.value
        elif value == "auto":
            sizes[name] = 0 if name.startswith("min_") else value
        else:
            return None
    return sizes


def _make_margins(context, page_box, state):
    """Override of WeasyPrint: a page whose margins have no style has nothing in them."""
    if all(context.style_for(page_box.page_type, name) is None for name in _MARGINS):
        return ()
    return _make_margins_long(context, page_box, state)


def install():
    """Take the short ways in this process, where they are known."""
    if is_known:
        _take(_find, _size, _make_margins)


def uninstall():
    """Take the long ways again."""
    if is_known:
        _take(_find_long, _size_long, _make_margins_long)


def _take(find, size, make_margins):
    ComputedStyle.__missing__, layout.make_margin_boxes = find, make_margins
    for module in _SIZERS:
        module.resolve_percentages = size
