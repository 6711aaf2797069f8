#!/bin/sh
# Makes the secrets that docker-compose.yml reads, each in a file of its own, and keeps those that are there.
#   ops/deploy/make-secrets.sh [folder]     default: ./secrets
# The folder is closed to everyone but its owner. The files in it are readable, because containers run as users of
# their own and Compose hands a file over with the rights it has.
set -eu

folder=${1:-secrets}
mkdir -p "$folder"
chmod 700 "$folder"

keep() {
  # Writes standard input to the file of that name, unless it is there and not empty.
  if [ -s "$folder/$1" ]; then
    cat >/dev/null
  else
    cat >"$folder/$1"
    chmod 444 "$folder/$1"
    echo "made $folder/$1"
  fi
}

random() {
  # As many random bytes as asked for, in hexadecimal: safe in URLs and configuration files.
  openssl rand -hex "$1" | tr -d '\n'
}

random 24 | keep postgres_password
printf 'postgresql://charmbills:%s@postgres:5432/charmbills' "$(cat "$folder/postgres_password")" | keep database_url
random 24 | keep redis_password
printf 'redis://:%s@redis:6379' "$(cat "$folder/redis_password")" | keep redis_url
random 32 | keep jwt_secret
random 32 | keep encryption_key
random 24 | keep metrics_token
random 24 | keep grafana_password

# What signs backups (Ed25519, PKCS #8): whoever can write to their store cannot put one of his own there unnoticed.
openssl genpkey -algorithm ed25519 | keep backup_signing_key

# Bitcoin Core keeps a salted hash of the password (share/rpcauth in its sources): user:salt$HMAC-SHA256(salt, password).
random 24 | keep rpc_password
salt=$(random 16)
hash=$(tr -d '\n' <"$folder/rpc_password" | openssl dgst -sha256 -hmac "$salt" | sed 's/^.* //')
# shellcheck disable=SC2016 # the dollar sign stands in the format itself
printf 'rpcauth=charmbills:%s$%s\n' "$salt" "$hash" | keep bitcoind_rpcauth

# Empty until you fill them: what is not used.
for name in read_replica_url smtp_url alert_webhook_url prover_network_key; do
  [ -e "$folder/$name" ] || : >"$folder/$name"
  chmod 444 "$folder/$name"
done
if [ ! -s "$folder/tls_certificate.pem" ]; then
  echo "missing: $folder/tls_certificate.pem and $folder/tls_key.pem, the certificate (with its chain) and key for nginx" >&2
fi
