from . import agency_calendar
