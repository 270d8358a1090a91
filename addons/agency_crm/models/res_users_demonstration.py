"""The passwords of the demonstration are in its README: they open nothing from elsewhere than this machine."""

import ipaddress

from odoo import api, models
from odoo.exceptions import AccessDenied
from odoo.http import request

# The passwords that everybody knows, apart by spaces, where the sample agency was loaded with them.
PARAMETER = "agency_crm.demonstration_passwords"


class ResUsers(models.Model):
    _name = "res.users"
    _inherit = ["res.users"]

    def _check_credentials(self, credential, env):
        """Override of `base`: a password that everybody knows is good from this machine alone.

        :raise AccessDenied: with what to do, from anywhere else
        """
        result = super()._check_credentials(credential, env)
        # Sudo: a technical parameter, whoever signs in.
        known = (self.env["ir.config_parameter"].sudo().get_param(PARAMETER) or "").split()
        if credential.get("password") in known and not self._is_on_this_machine():
            raise AccessDenied(
                self.env._(
                    "The passwords of the demonstration are public: they are only accepted on this machine, at"
                    " 127.0.0.1. Give this user another password first, from there."
                )
            )
        return result

    @api.model
    def _is_on_this_machine(self):
        """Return whether the request, if there is one, comes from this machine and was made to this machine.

        A proxy in between says for whom it asks: that has to be this machine too.
        """
        if not request:
            return True
        http_request = request.httprequest
        forwarded = http_request.headers.get("X-Forwarded-For", "").split(",")
        host = http_request.host.rsplit(":", 1)[0] if not http_request.host.endswith("]") else http_request.host
        addresses = [http_request.remote_addr or "", host.strip("[]"), *filter(None, map(str.strip, forwarded))]
        return all(self._is_loopback(address) for address in addresses)

    @api.model
    def _is_loopback(self, address):
        if address == "localhost":
            return True
        try:
            return ipaddress.ip_address(address).is_loopback
        except ValueError:
            return False
