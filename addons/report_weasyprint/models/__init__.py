from . import (
    ir_actions_report,
    ir_actions_report_drawing,
    ir_actions_report_wkhtml,
    ir_http,
    res_config_settings,
)
