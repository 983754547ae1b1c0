#!/bin/bash
# Run once by the image of PostgreSQL when its volume is empty: the account of DATABASE_URL, and Attain's roles.
set -euo pipefail
enter=(psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB")
"${enter[@]}" -v password="$ATTAIN_DATABASE_PASSWORD" <<'SQL'
CREATE ROLE attain LOGIN PASSWORD :'password';
SQL
"${enter[@]}" -v account=attain -f /deploy/roles.sql
