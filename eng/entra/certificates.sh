#!/usr/bin/env bash
# Makes what eng/entra/entra.mjs needs to be believed, in a folder, unless it is there already: an authority of its own (ca.crt), its certificate
# for localhost and the names it may answer by (server.crt, server.key), and one for the product to sign with (client.crt, client.pfx).
#   eng/entra/certificates.sh FOLDER
set -euo pipefail
[ $# -eq 1 ] || { echo "usage: eng/entra/certificates.sh FOLDER" >&2; exit 2; }
since=20200101000000Z until=20400101000000Z # Fixed, for tests run by clocks of the past and of the future.
[ ! -e "$1/good" ] || exit 0

# Two at once must not write into one folder: each makes its own, and the first one counts.
mkdir -p "$(dirname "$1")"
making=$(mktemp -d "$1.XXXXXX")
trap 'rm -rf "$making"' EXIT
cd "$making"

touch index
printf '%s\n' '[ca]' default_ca=own '[own]' database=index new_certs_dir=. rand_serial=yes default_md=sha256 unique_subject=no policy=named \
    '[named]' commonName=supplied '[ca_ext]' basicConstraints=critical,CA:TRUE keyUsage=critical,keyCertSign subjectKeyIdentifier=hash \
    '[server_ext]' 'subjectAltName=DNS:localhost,IP:127.0.0.1,DNS:login.microsoftonline.com' extendedKeyUsage=serverAuth \
    '[client_ext]' subjectKeyIdentifier=hash >ca.cnf

# Makes a key and its certificate: name, common name, and how it is signed.
certificate() {
    local said
    openssl req -newkey rsa:2048 -nodes -keyout "$1.key" -subj "/CN=$2" -out "$1.csr" 2>/dev/null
    said=$(openssl ca -batch -notext -config ca.cnf -extensions "$1_ext" -startdate $since -enddate $until -in "$1.csr" -out "$1.crt" "${@:3}" 2>&1) ||
        { printf '%s\n' "$said" >&2; exit 1; }
}

certificate ca "Foreact test authority" -selfsign -keyfile ca.key
certificate server localhost -cert ca.crt -keyfile ca.key
certificate client Foreact -selfsign -keyfile client.key
openssl pkcs12 -export -in client.crt -inkey client.key -out client.pfx -passout pass:foreact
chmod go-rwx ./*.key client.pfx
touch good
cd - >/dev/null
[ -e "$1/good" ] || rm -rf "$1" # As an earlier version made them.
mv -T "$making" "$1" 2>/dev/null || [ -e "$1/good" ]
