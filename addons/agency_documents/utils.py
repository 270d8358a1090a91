from odoo.tools.misc import formatLang


def format_size(env, size):
    """Return the size of a file as users read it: 13,6 Ko, 2,4 Mo.

    :param float size: in bytes
    """
    kilobytes = (size or 0) / 1024
    if kilobytes < 1024:
        return env._("%(size)s KB", size=formatLang(env, kilobytes, digits=0 if kilobytes >= 10 else 1))
    return env._("%(size)s MB", size=formatLang(env, kilobytes / 1024, digits=1))
