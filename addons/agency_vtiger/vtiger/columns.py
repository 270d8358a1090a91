"""The tables: which column of vtiger becomes which field of Odoo.

A column has its headers (English of each version, and French ones that no pack has), its target and how its cells are
read: `text`, `html`, `number`, `bool`, `date`, `moment`, `owner`, `list` (multi-select), `ref:<Module>`, `pick:<list>`,
or, without target, `note` (kept in the record's notes) and `drop` (says nothing once moved). The French labels of the
packs are those of `labels.csv`, found by the English ones. Columns stand in the order of vtiger's exports: of two
under one label, the first is the first.
"""

from dataclasses import dataclass

from .labels import SHARED, french_fields, normalize
from .more_columns import CALENDAR, COMMENTS, EMAILS, FILES_TABLE, LEADS, PRODUCTS, PURCHASES, VENDORS


@dataclass(frozen=True, slots=True)
class Column:
    headers: tuple[str, ...]
    target: str
    kind: str


def _read_table(text: str) -> tuple[Column, ...]:
    columns = []
    for row in filter(None, text.splitlines()):
        headers, end = row.split(" => ")
        target, kind = end.split(":", 1)
        names = tuple(headers.split("|"))
        # Columns kept as notes share a row: each is its own.
        columns += [Column((name,), "", kind) for name in names] if not target else [Column(names, target, kind)]
    return tuple(columns)


# What all modules have, and nobody needs once moved.
_COMMON = """
Assigned To|Assigné à => user:owner
Created Time|Date de création => created:moment
Modified Time|Date de modification => modified:moment
Last Modified By|Created By => :drop
Is Converted From Lead|Est converti de plomb|Converti depuis un prospect => :drop
Source => :drop
Notify Owner|Notifier le propriétaire|Notifier => :drop
"""

_ADDRESSES = """
Billing Address|Adresse facturation|Adresse de facturation => street:text
Billing PO Box|Billing P.O. Box|BP facturation|Boîte postale (facturation) => street2:text
Billing City|Ville facturation|Ville (facturation) => city:text
Billing State|Billing Region|Région facturation|Etat (facturation) => state:text
Billing Postal Code|Billing Code|Code postal facturation|Code postal (facturation) => zip:text
Billing Country|Pays facturation|Pays (facturation) => country:text
Shipping Address|Adresse livraison|Adresse de livraison => ship_street:text
Shipping PO Box|Shipping P.O. Box|BP livraison|Boîte postale (livraison) => ship_street2:text
Shipping City|Ville livraison|Ville (livraison) => ship_city:text
Shipping State|Région livraison|Etat (livraison) => ship_state:text
Shipping Postal Code|Shipping Code|Code postal livraison|Code postal (livraison) => ship_zip:text
Shipping Country|Pays livraison|Pays (livraison) => ship_country:text
"""

_ITEMS = """
Item Name|Nom de l'Article => item_name:ref:Services
Quantity => item_quantity:number
Selling Price|List Price|Prix catalogue => item_price:number
Item Comment => item_comment:html
Item Discount Amount|Discount => item_discount_amount:number
Item Discount Percent => item_discount_percent:number
VAT|Tax1|TVA 20 => tax_1:number
Sales|Sales Tax|Tax2|TVA 10 => tax_2:number
Service|Service Tax|Tax3|TVA 5.5 => tax_3:number
Taxes On Charges|S&H Percent|SH Tax|S&H Tax|Taxes sur les frais => charge_tax:number
Discount Percent|Pourcentage de réduction global => discount_percent:number
Discount Amount|Montant de réduction global => discount_amount:number
Tax Region|Région de taxe => :drop
"""

_DOCUMENT = (
    """
Subject|Sujet => subject:text
Opportunity Name|Potential Name|Nom de l'affaire|Nom affaire|Affaire => opportunity:ref:Potentials
Contact Name|Nom contact|Nom du contact => contact:ref:Contacts
Organization Name|Account Name|Nom du compte|Nom compte|Nom de l'organisation => account:ref:Accounts
Total|Grand Total|Montant total|Total général => total:number
Sub Total|Sous-total|Sous total => sub_total:number
Pre Tax Total => pre_tax:number
Tax Type|Type de Taxe|Type de taxe => mode:text
Charges|Des charges|S&H Amount|Frais de port|Shipping & Handling Amount => charges:number
Adjustment|Ajustement => adjustment:number
Currency|Monnaie|Devise => currency:text
Conversion Rate|Taux de conversion => rate:number
Description => description:text
Terms & Conditions|Conditions générales|Termes et conditions => terms:text
"""
    + _COMMON
    + _ADDRESSES
    + _ITEMS
)

_TABLES = {
    "Accounts": """
Organization Number|Organization No|Account No|Compte N°|N° compte => key:text
Organization Name|Account Name|Nom compte|Nom du compte => name:text
Website|Site Web => website:text
Primary Phone|Phone|Téléphone Principal|Téléphone => phone:text
Secondary Phone|Other Phone|Téléphone secondaire|Tél autre|Autre téléphone => :note
Primary Email|Email|E-Mail Principale|E-mail => email:text
Secondary Email|Other Email|Autre email => :note
Type => account_type:pick:account_type
SIRET|N° SIRET|Siret|Numéro SIRET => siret:text
VAT Number|N° TVA|TVA intracommunautaire|N° TVA intracommunautaire => vat:text
Fournisseur|Supplier => is_supplier:bool
Partenaire => is_partner:bool
Média|Media => is_media:bool
Email Opt Out|Refus email|Ne pas envoyer d'email => opt_out:bool
Member Of => parent:ref:Accounts
Ticker Symbol|Fax|Employees|Ownership|Industry|Rating|SIC Code|Annual Revenue => :note
Symbole|Effectif|Propriétaire|Secteur|Note|Code APE|Revenu Annuel => :note
Description => description:text
"""
    + _COMMON
    + _ADDRESSES,
    "Contacts": """
Contact Id|Contact No|Contact N°|N° contact => key:text
Salutation|Civilité => salutation:text
First Name|Prénom => first_name:text
Last Name|Nom => name:text
Organization Name|Account Name|Nom du compte|Nom compte|Nom de l'organisation => account:ref:Accounts
Office Phone|Téléphone (bureau)|Téléphone bureau|Téléphone => phone:text
Mobile Phone|Mobile => mobile:text
Home Phone|Téléphone (domicile)|Secondary Phone|Other Phone|Tél autre => :note
Téléphone secondaire|Fax|Assistant|Assistant Phone => :note
Title|Fonction => function:text
Department|Service/Division => :note
Primary Email|Email|E-Mail Principale|E-mail => email:text
Secondary Email|Autre email|Date of Birth|Birthdate|Anniversaire|Lead Source|Source du prospect|Source prospect => :note
Reports To|Rend compte à|Do Not Call|Ne pas appeler|Reference|Référence => :note
Email Opt Out|Refus email|Ne pas envoyer d'email => opt_out:bool
Portal User|Utilisateur du portail|Contact Image|Image du contact => :drop
Support Start Date|Support End Date|Date de début du support|Date de fin du support => :note
Mailing Street|Mailing Address => street:text
Mailing P.O. Box|Mailing PO Box|BP => street2:text
Mailing City|Ville => city:text
Mailing State|Région => state:text
Mailing Zip|Mailing Postal Code|Code postal => zip:text
Mailing Country|Pays => country:text
Other Street|Other P.O. Box|Other City|Other State|Other Zip|Other Postal Code|Other PO Box|Other Country => :note
Autre adresse|Autre ville|Autre code postal|Autre pays => :note
Description => description:text
"""
    + _COMMON,
    "Services": """
Service Number|Service No|Service N°|N° service => key:text
Service Name|Nom du service|Nom service => name:text
Active|Actif|Service actif => active:bool
Price|Unit Price|Prix|Prix unitaire => price:number
Usage Unit|Unité => unit:text
Owner|Propriétaire => :drop
Number of Units|No of Units|Commission Rate|Commission Rate (%)|Taux de commission|Taxes|Tax Class => :drop
Website|Category|Sales Start Date|Sales End Date|Support Start Date|Support Expiry Date|Purchase Cost => :note
Site Web|Catégorie|Coût d'achat => :note
Type presta => presta_types:list
VAT|Tax1|TVA 20 => tax_1:number
Sales|Sales Tax|Tax2|TVA 10 => tax_2:number
Service|Service Tax|Tax3|TVA 5.5 => tax_3:number
Description => description:text
"""
    + _COMMON,
    "Potentials": """
Opportunity Number|Opportunity No|Potential No|Affaire N°|N° affaire => key:text
Opportunity Name|Potential Name|Nom de l'affaire|Nom affaire => name:text
Organization Name|Account Name|Related To|Nom de l'organisation|Nom du compte|Nom compte => account:ref:Accounts
Contact Name|Nom du contact => contact:ref:Contacts
Amount|Montant => amount:number
Expected Close Date|Date de fermeture attendue|Echéance => close_date:date
Sales Stage|Phase de vente|Phase => stage:pick:stage
Next Step|Suivant => step_text:text
Etape suivante => step:text
date étape suivante|Date étape suivante => step_date:date
Probability|Probability (%)|Probabilité => probability:number
Type|Lead Source|Source du prospect|Source prospect|Campaign Source|Source campagne => :note
Weighted Revenue|Revenu pondéré|Forecast Amount => :drop
Description => description:text
"""
    + _COMMON,
    "Quotes": """
Quote Number|Quote No|Devis N°|N° devis => key:text
Quote Stage|Phase|Phase du devis => status:pick:quote
Valid Until|Valid Till|Echéance|Valable jusqu'au => valid_until:date
Carrier|Transporteur|Shipping|Livraison|Inventory Manager|Gestionnaire de stock|Team => :note
"""
    + _DOCUMENT,
    "Invoice": """
Invoice No|Invoice Number|N° facture|Facture N° => key:text
Status|Statut => status:pick:invoice
Invoice Date|Date facturation|Date de facturation => date:date
Due Date|Echéance|Date d'échéance => due_date:date
Sales Order|Bon de commande|Commande client => order:ref:SalesOrder
Received|Reçu => received:number
Balance|Solde => balance:number
Type presta => presta_types:list
Valeur création|Valeur de création => creation_value:number
Customer No|Ref|Ref client|Purchase Order|Commande fournisseur => :note
Excise Duty|Droit d'accise|Sales Commission|Commission => :note
"""
    + _DOCUMENT,
    "SalesOrder": """
Sales Order Number|SalesOrder No|Bon de commande N°|N° commande client => key:text
Status|Statut => status:pick:order
Due Date|Echéance => due_date:date
Quote Name|Devis => quote:ref:Quotes
Enable Recurring|Activer la récurrence => recurring:bool
Frequency|Fréquence => frequency:pick:frequency
Start Period|Début => start:date
End Period|Fin => end:date
Payment Duration|Echéance|Durée de paiement => payment_duration:text
Invoice Status|Statut de la facture => :drop
Next Invoice Date|Prochaine date de facturation => next_date:date
Type presta => presta_types:list
Customer No|Ref client|Purchase Order|Carrier|Transporteur|Pending|En attente => :note
Excise Duty|Droit d'accise|Sales Commission|Commission => :note
"""
    + _DOCUMENT,
}

# What an agency has besides, and what it would lose.
_TABLES |= {
    "Vendors": VENDORS + _COMMON,
    "Products": PRODUCTS + _COMMON,
    "Leads": LEADS + _COMMON,
    "PurchaseOrder": PURCHASES + _DOCUMENT,
    "ModComments": COMMENTS,
    "Calendar": CALENDAR,
    "Emails": EMAILS,
    "Documents": FILES_TABLE,
}

COLUMNS = {module: _read_table(text) for module, text in _TABLES.items()}


def labels_of(module: str) -> dict[str, list[Column]]:
    """The columns that a header may stand for, by its bare words; most often one, in the order of the table."""
    table: dict[str, list[Column]] = {}
    own, shared = french_fields(module), french_fields(SHARED)
    if module == "Calendar":
        own = french_fields("Events") | own
    theirs = {normalize(word) for words in own.values() for word in words}
    for column in COLUMNS[module]:
        for header in column.headers:
            bare = normalize(header)
            words = (
                header,
                *own.get(bare, ()),
                *(word for word in shared.get(bare, ()) if normalize(word) not in theirs),
            )
            for word in words:
                found = table.setdefault(normalize(word), [])
                if column not in found:
                    found.append(column)
    return {word: _without_notes(found) for word, found in table.items()}


def _without_notes(columns: list[Column]) -> list[Column]:
    """Of what a label may be, the fields; a note that has the same label as another is one note."""
    fields = [column for column in columns if column.target]
    return fields if fields else columns[:1]


LABELS = {module: labels_of(module) for module in COLUMNS}

# In the order of the links between them.
MODULES = ("Accounts", "Contacts", "Services", "Potentials", "Quotes", "SalesOrder", "Invoice")
# What was said and done: it has no number, and names the record it is of.
HISTORY = ("ModComments", "Calendar", "Emails")
# Files, whose contents are beside the export.
FILES = ("Documents",)
ALL_MODULES = (
    "Accounts", "Contacts", "Vendors", "Services", "Products", "Potentials", "Leads", "Quotes", "SalesOrder", "Invoice",
    "PurchaseOrder", *HISTORY, *FILES,
)  # fmt: skip
DOCUMENTS = ("Quotes", "SalesOrder", "Invoice")
# Their rows are lines: those of one number are one record.
GROUPED = (*DOCUMENTS, "PurchaseOrder")
# Of these a column may be a tax.
PRICED = (*GROUPED, "Services", "Products")
# Nothing names a record of these.
NAMELESS = (*HISTORY, *FILES, "PurchaseOrder")
# What a row of the history is of: when it changes in these it is another.
IDENTITY_OF_HISTORY = {
    "ModComments": ("related", "created", "author"),
    "Calendar": ("related", "created", "activity", "subject"),
    "Emails": ("related", "start", "subject"),
}

# Without these columns a file is not one of the module.
REQUIRED = {
    "Accounts": {"key", "name"},
    "Contacts": {"key", "name", "first_name"},
    "Services": {"key", "name", "price"},
    "Potentials": {"key", "name", "stage"},
    "Quotes": {"key", "status", "total", "item_quantity", "item_price"},
    "SalesOrder": {"key", "status", "recurring", "total", "item_quantity", "item_price"},
    "Invoice": {"key", "status", "date", "total", "item_quantity", "item_price"},
}
NEEDED = REQUIRED | {
    "Vendors": {"key", "name"},
    "Products": {"key", "name", "price"},
    "Leads": {"key", "name", "lead_status"},
    "PurchaseOrder": {"key", "vendor", "total", "item_quantity", "item_price"},
    "ModComments": {"body", "related", "created"},
    "Calendar": {"subject", "start", "activity"},
    "Emails": {"subject", "start"},
    "Documents": {"key", "name", "file_name"},
}
