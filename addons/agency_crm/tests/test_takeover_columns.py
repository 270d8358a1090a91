from odoo.tests import TransactionCase, tagged

from odoo.addons.agency_crm.takeover.columns import EMPTY_COLUMNS, INVOICE_TYPES, add_empty


class TakeoverColumnsCase(TransactionCase):
    def _check_columns(self, tables):
        """Check that columns made before Odoo makes them are those that it would make."""
        models = {model._table: model for model in self.env.values() if model._auto and not model._abstract}
        for table, columns in tables.items():
            for column, (kind, value) in columns.items():
                with self.subTest(table=table, column=column):
                    field = models[table]._fields[column]
                    self.assertEqual(field.column_type[0], kind)
                    self.assertTrue(field.store)
                    self.assertEqual(field.default and field.default(models[table]), value if field.default else None)


@tagged("-at_install", "post_install")
class TestTakeoverColumns(TakeoverColumnsCase):
    def test_columns_are_those_of_their_fields(self):
        self._check_columns(EMPTY_COLUMNS)

    def test_the_types_of_invoices_are_where_their_field_has_them(self):
        field = self.env["account.move"]._fields["presta_type_ids"]
        self.assertEqual(
            (field.relation, field.column1, field.column2), (INVOICE_TYPES, "account_move_id", "agency_presta_type_id")
        )

    def test_what_is_there_already_is_left_alone(self):
        quote = self.env["sale.order"].create({"partner_id": self.env["res.partner"].create({"name": "A"}).id})
        quote.flush_recordset()
        add_empty(self.env)
        quote.invalidate_recordset()
        self.assertEqual(quote.recurrence_status, "running")
