"""The loading of the sample agency: each record comes where its file says, and once."""

import json
import os
from collections.abc import Iterator

import pytest

from tools.agency import config, testing

LOADER = config.ROOT / "data" / "load_sample.py"
ASK = """
import csv, json
from pathlib import Path

folder = Path({folder!r})
def rows(name, kind='sample'):
    with (folder / kind / f'{{name}}.csv').open(encoding='utf-8', newline='') as file:
        return list(csv.DictReader(file))
def record(ref):
    return env.ref(f'agency_sample.{{ref}}')
def name(rec, prefix):
    data = env['ir.model.data'].search(
        [('module', '=', 'agency_crm'), ('model', '=', rec._name), ('res_id', '=', rec.id)])
    return data.name.removeprefix(f'{{prefix}}_')
wrong = []
def check(what, found, expected):
    if found != expected:
        wrong.append(f'{{what}}: {{found}}, not {{expected}}')
for row in rows('accounts'):
    check(row['ref'], record(row['ref']).account_type, row['account_type'])
for row in rows('deals'):
    deal = record(row['ref'])
    check(row['ref'], name(deal.stage_id, 'stage'), row['stage'])
    check(row['ref'], name(deal.next_step_id, 'next_step'), row['step'])
    check(row['ref'] + ' date', bool(deal.next_step_date), bool(row['step_date']))
    check(row['ref'] + ' active', deal.active, True)
for row in rows('quotes'):
    check(row['ref'], record(row['ref']).quote_status, row['status'])
for row in rows('orders'):
    check(row['ref'], record(row['ref']).recurrence_state, 'past')
for row in rows('sessions'):
    session = record(row['ref'])
    is_begun = row['state'] in ('begun', 'done')
    state = {{'begun': 'planned'}}.get(row['state'], row['state'])
    check(row['ref'], (session.state, session.has_begun), (state, is_begun))
    check(row['ref'] + ' speciality', bool(session.nsf_id), True)
    late = session.slot_ids.filtered(lambda slot: slot.sheet_state == 'open' and slot._get_end() < env.cr.now())
    check(row['ref'] + ' sheets to close', bool(late), row['state'] == 'begun')
    given = session.registration_ids if row['state'] == 'done' else session.registration_ids.browse()
    check(row['ref'] + ' certificates', session.registration_ids.filtered('certificate_sent_on'), given)
    check(row['ref'] + ' absent', given.filtered(lambda one: one.hours_done < session.hours).trainee_id.mapped('name'),
          [row['absent']] if row['absent'] else [])
for row in rows('reasons'):
    field = {{'deal': 'lost_reason_id', 'quote': 'reject_reason_id'}}[row['on']]
    check(row['ref'], record(row['ref']).with_context(lang='fr_FR')[field].name, row['reason'])
for row in rows('invoices'):
    invoice = record(row['ref'])
    check(row['ref'], invoice.agency_status, {{'part': 'sent'}}.get(row['status'], row['status']))
    if row['status'] == 'part':
        check(row['ref'], invoice.payment_state, 'partial')
types = {{'Customer': 'client', 'Prospect': 'prospect', 'Other': 'other'}}
refs = {{(row['module'], row['number']): row['ref'] for row in rows('refs', 'vtiger')}}
for row in rows('Comptes', 'vtiger'):
    ref = refs['Accounts', row['Compte N°']]
    check(ref, record(ref).account_type, types[row['Type']])
    check(ref, record(ref).name, row['Nom compte'])
phases = {{'Analyse du besoin': 'analysis', 'Offre envoyée': 'offer_sent', 'En attente': 'on_hold',
          'Négociation ou modification': 'negotiation', 'Closed Lost': 'lost'}}
for row in rows('Affaires', 'vtiger'):
    deal = record(refs['Potentials', row['Affaire N°']])
    check(deal.name, (deal.name, deal.expected_revenue), (row["Nom de l'affaire"], float(row['Montant'])))
    check(deal.name, name(deal.stage_id, 'stage'), phases.get(row['Phase de vente'], 'final'))
    check(deal.name, deal.next_step_id.with_context(lang='fr_FR').name, row['Etape suivante'])
    check(deal.name + ' date', bool(deal.next_step_date), bool(row['date étape suivante']))
    check(deal.name + ' activity', bool(deal.activity_ids), bool(deal.next_step_date))
    check(deal.name + ' active', deal.active, row['Phase de vente'] != 'Closed Lost')
statuses = {{'Created': 'draft', 'Envoyé': 'sent', 'Rejected': 'rejected', 'Reporté': 'postponed',
            'Sans réponse': 'no_answer', 'Réglé (total)': 'settled'}}
for row in rows('Devis', 'vtiger'):
    quote = record(refs['Quotes', row['Devis N°']])
    check(quote.name, (quote.name, quote.quote_status), (row['Devis N°'], statuses[row['Phase']]))
    check(quote.name, quote.amount_total, float(row['Montant total']))
    check(quote.name + ' deal', quote.opportunity_id.name or '', row["Nom de l'affaire"].removeprefix('Potentials::::'))
    check(quote.name + ' reminder', bool(quote.next_reminder_date), row['Phase'] == 'Envoyé')
    check(quote.name + ' follower', quote.message_partner_ids, quote.user_id.partner_id)
    check(quote.name + ' term', quote.payment_term_id, env.ref('account.account_payment_term_30days'))
    check(quote.name + ' training', quote.is_training, row['Nom'].startswith('Services::::Formation'))
months = {{'Monthly': 1, 'Quarterly': 3, 'half-yearly': 6, 'Yearly': 12}}
for row in rows('Commande_Client', 'vtiger'):
    order = record(refs['SalesOrder', row['Bon de commande N°']])
    check(order.name, (order.state, order.amount_total), ('sale', float(row['Montant total'])))
    check(order.name, (order.billing_months, order.recurrence_status), (months[row['Fréquence']], 'running'))
for row in rows('Factures', 'vtiger'):
    invoice = record(refs['Invoice', row['N° facture']])
    check(invoice.name, (invoice.name, invoice.amount_total), (row['N° facture'], float(row['Montant total'])))
    check(invoice.name, invoice.agency_status, 'paid' if row['Statut'] == 'Paid' else 'never_paid')
print('WRONG ' + json.dumps(wrong))
importer = env['ir.module.module'].search([('name', '=', 'agency_vtiger')])
print('IMPORTER', importer.state, 'agency.vtiger.import' in env)
print('MAILS', env['mail.mail'].search_count([]))
counts = ('res.partner', 'crm.lead', 'sale.order', 'account.move')
print('COUNTS', [env[model].with_context(active_test=False).search_count([]) for model in counts])
"""


@pytest.fixture(scope="module")
def database() -> Iterator[str]:
    name = f"sample_{os.getpid()}"
    testing.create_database(name, with_sample=True)
    yield name
    testing.drop_database(name)


def ask(database: str) -> dict[str, str]:
    said = testing.odoo_shell(database, ASK.format(folder=str(config.ROOT / "data")))
    words = ("WRONG", "MAILS", "COUNTS", "IMPORTER")
    return dict(line.split(" ", 1) for line in said.splitlines() if line.startswith(words))


def test_everything_is_in_its_place_and_once(database: str) -> None:
    first = ask(database)
    assert json.loads(first["WRONG"]) == []
    assert first["MAILS"] == "0"
    # The move is done: what came from vtiger stays, the importer does not.
    assert first["IMPORTER"] == "uninstalled False"
    assert "already here" in testing.odoo_shell(database, LOADER.read_text())
    assert ask(database) == first
