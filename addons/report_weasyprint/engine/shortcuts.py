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
    from weasyprint.layout import percent

_PARENT = object()  # the property is inherited
# Those that WeasyPrint finds by rules of their own.
_OWN_RULES = ("position", "float", "display")
# How wide a line is that nothing draws, whatever its width: its style, by its width.
_LINES = {
    "outline_width": "outline_style",
    **{f"border_{side}_width": f"border_{side}_style" for side in ("top", "right", "bottom", "left")},
}

# What may be in the margins of a page.
_MARGINS = [
    *(f"@{side}-{part}" for side in ("top", "bottom") for part in ("left-corner", "left", "center", "right", "right-corner")),
    *(f"@{side}-{part}" for side in ("left", "right") for part in ("top", "middle", "bottom")),
]


def _get_defaults():
    """Return what a property is that nothing sets: by name, a value or `_PARENT`."""
    return {
        name: _PARENT if name in INHERITED or name == "page" else INITIAL_VALUES[name]
        for name in INITIAL_VALUES
        if (name in INHERITED or name == "page" or name not in INITIAL_NOT_COMPUTED)
        and name not in _OWN_RULES
        and not name.startswith(("__", "text_decoration_"))
    }


def _get_logical_names():
    """Return the names that set another property by the direction of the text, as `margin-inline-start` does."""
    return {
        function(block="ttb", inline=inline) for function in PHYSICAL_FUNCTIONS.values() for inline in ("ltr", "rtl")
    }


def install():
    """Take the short ways in this process, where they are known; return a function that takes them back."""
    if not is_known:
        return lambda: None
    defaults, logical_names = _get_defaults(), _get_logical_names()
    find_long, resolve_long = ComputedStyle.__missing__, percent.resolve_one_percentage
    make_margins_long = layout.make_margin_boxes

    def find(self, key):
        """Override of WeasyPrint: a property that nothing sets needs no other question."""
        value = defaults.get(key, self)
        if key in _LINES and self[_LINES[key]] in ("none", "hidden"):
            value = self[key] = 0
            return value
        if value is self or key in self.cascaded or self.parent_style is None:
            return find_long(self, key)
        if key in PHYSICAL_FUNCTIONS:
            try:
                is_plain = self.is_plain
            except AttributeError:
                is_plain = self.is_plain = logical_names.isdisjoint(self.cascaded)
            if not is_plain:
                return find_long(self, key)
        if value is _PARENT:
            value = self.parent_style[key]
        self[key] = value
        return value

    def resolve(box, property_name, refer_to):
        """Override of WeasyPrint: a number of pixels is itself."""
        value = box.style[property_name]
        if getattr(value, "unit", None) == "px":
            setattr(box, property_name, value.value)
        else:
            resolve_long(box, property_name, refer_to)

    def make_margins(context, sheet, state):
        """Override of WeasyPrint: a page whose margins have no style has nothing in them."""
        if all(context.style_for(sheet.page_type, name) is None for name in _MARGINS):
            return ()
        return make_margins_long(context, sheet, state)

    def uninstall():
        ComputedStyle.__missing__, percent.resolve_one_percentage = find_long, resolve_long
        layout.make_margin_boxes = make_margins_long

    ComputedStyle.__missing__, percent.resolve_one_percentage = find, resolve
    layout.make_margin_boxes = make_margins
    return uninstall
