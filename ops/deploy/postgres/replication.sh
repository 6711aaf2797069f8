#!/bin/sh
# Runs once, when the database is made: lets `base-backup` copy the cluster from another container. The role needs its
# password and REPLICATION, as everywhere.
set -eu

echo 'host replication all all scram-sha-256' >>"$PGDATA/pg_hba.conf"
