from . import agency_calendar, attachment_thumbnail
