"""The passwords of the demonstration are public: they open nothing from elsewhere than this machine."""

from types import SimpleNamespace
from unittest.mock import patch

from odoo.exceptions import AccessDenied
from odoo.tests import TransactionCase, new_test_user, tagged

from ..models import res_users_demonstration

PASSWORD = "mirabelle-et-prune"


@tagged("post_install", "-at_install")
class TestDemonstration(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user = new_test_user(cls.env, "demonstration_user", password=PASSWORD)
        cls.env["ir.config_parameter"].set_param(res_users_demonstration.PARAMETER, f"admin {PASSWORD}")

    def _sign_in(self, address="127.0.0.1", host="127.0.0.1:8069", password=PASSWORD, **headers):
        http_request = SimpleNamespace(remote_addr=address, host=host, headers=headers)
        credential = {"login": self.user.login, "password": password, "type": "password"}
        with patch.object(res_users_demonstration, "request", SimpleNamespace(httprequest=http_request)):
            return self.user.with_user(self.user)._check_credentials(credential, {"interactive": True})

    def test_accepted_on_this_machine(self):
        for host in ("127.0.0.1:8069", "localhost:8069", "localhost", "[::1]:8069", "[::1]"):
            self.assertEqual(self._sign_in(host=host)["uid"], self.user.id)
        self.assertEqual(self._sign_in("::1")["uid"], self.user.id)

    def test_refused_from_elsewhere_in_words(self):
        for values in (
            {"address": "192.168.1.20"},
            {"host": "agence.example:8069"},
            {"host": "192.168.1.2"},
            {"X-Forwarded-For": "203.0.113.9"},
            {"X-Forwarded-For": "127.0.0.1, 203.0.113.9"},
        ):
            with self.assertRaisesRegex(AccessDenied, "127.0.0.1"):
                self._sign_in(**values)

    def test_own_password_is_accepted_from_everywhere(self):
        self.user.password = "Un autre, que personne ne connaît"
        self.assertTrue(self._sign_in("192.168.1.20", password="Un autre, que personne ne connaît"))

    def test_wrong_password_is_told_as_everywhere(self):
        with self.assertRaises(AccessDenied) as refusal:
            self._sign_in("192.168.1.20", password="x")
        self.assertEqual(refusal.exception.args, AccessDenied().args)
