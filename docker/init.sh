#!/bin/bash
# Make the agency's database, once: French company, French chart of accounts, the add-ons.
# Runs in the `init` service of docker-compose.yml, with the same variables as the image's entrypoint.
set -euo pipefail

export PGHOST="$HOST" PGUSER="$USER" PGPASSWORD="$PASSWORD"
quiet=(--stop-after-init --no-http --max-cron-threads=0 --log-level=warn --without-demo)
installed() {
    psql -d "$DATABASE" -Atc "SELECT 1 FROM ir_module_module WHERE name = '$1' AND state = 'installed'" 2>/dev/null
}

if [ "$(installed agency_pdf)" = 1 ]; then
    echo "The database $DATABASE is there."
    exit 0
fi
echo "Making the database $DATABASE (a few minutes) ..."
odoo -d "$DATABASE" -i base --load-language=fr_FR "${quiet[@]}"
odoo shell -d "$DATABASE" --no-http --log-level=warn < /mnt/setup/french_company.py
odoo -d "$DATABASE" -i account,l10n_fr_account,crm,sale_management,sale_crm,sale_pdf_quote_builder,contacts,calendar \
    "${quiet[@]}"
odoo shell -d "$DATABASE" --no-http --log-level=warn < /mnt/setup/french_accounting.py
odoo shell -d "$DATABASE" --no-http --log-level=warn < /mnt/setup/no_online_services.py
odoo shell -d "$DATABASE" --no-http --log-level=warn < /mnt/setup/usual_tax.py
odoo shell -d "$DATABASE" --no-http --log-level=warn < /mnt/setup/invited_only.py
odoo -d "$DATABASE" -i agency_crm,agency_pdf "${quiet[@]}"
echo "Done: sign in as admin / admin, and change that password first."
