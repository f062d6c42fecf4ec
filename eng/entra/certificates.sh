#!/usr/bin/env bash
# Makes what eng/entra/entra.mjs needs to be believed, in a folder, unless it is there already: an authority of its own (ca.crt), its certificate
# for localhost and the names it may answer by (server.crt, server.key), and one for the product to sign with (client.crt, client.pfx).
#   eng/entra/certificates.sh FOLDER
set -euo pipefail
[ $# -eq 1 ] || { echo "usage: eng/entra/certificates.sh FOLDER" >&2; exit 2; }
[ ! -d "$1" ] || exit 0

# Two at once must not write into one folder: each makes its own, and the first one counts.
mkdir -p "$(dirname "$1")"
making=$(mktemp -d "$1.XXXXXX")
trap 'rm -rf "$making"' EXIT
cd "$making"

request() { openssl req -newkey rsa:2048 -nodes -keyout "$1.key" -subj "/CN=$2" "${@:3}" 2>/dev/null; }

request ca "Foreact test authority" -x509 -days 3650 -out ca.crt -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign
request server localhost -out server.csr
printf '%s\n' 'subjectAltName=DNS:localhost,IP:127.0.0.1,DNS:login.microsoftonline.com' extendedKeyUsage=serverAuth >server.ext
openssl x509 -req -in server.csr -CA ca.crt -CAkey ca.key -CAcreateserial -days 3650 -extfile server.ext -out server.crt 2>/dev/null
request client "Foreact" -x509 -days 3650 -out client.crt
openssl pkcs12 -export -in client.crt -inkey client.key -out client.pfx -passout pass:foreact
chmod go-rwx ./*.key client.pfx
cd - >/dev/null
mv -T "$making" "$1" 2>/dev/null || [ -d "$1" ]
