#!/bin/bash
# A read replica of `db`: copied the first time, then following it. Its folder is emptied by hand to copy anew.
set -euo pipefail
data=${PGDATA:-/var/lib/postgresql/data}
if [ ! -s "$data/PG_VERSION" ]; then
    echo "Copying the cluster of ${PRIMARY:-db} ..."
    pg_basebackup --host="${PRIMARY:-db}" --port="${PRIMARY_PORT:-5432}" --username=odoo --pgdata="$data" \
        --write-recovery-conf --wal-method=stream --checkpoint=fast
    chmod 700 "$data"
fi
# A query on the replica is not cancelled for what the primary cleans meanwhile.
exec postgres -D "$data" -c hot_standby=on -c hot_standby_feedback=on "$@"
