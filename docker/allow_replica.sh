#!/bin/bash
# Let a read replica follow this cluster. Run once by the postgres image, when the cluster is made; in one that
# exists already, add the line by hand and reload (docs/scaling.md).
set -euo pipefail
echo "host replication all all scram-sha-256" >> "$PGDATA/pg_hba.conf"
