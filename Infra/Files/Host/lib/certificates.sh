# shellcheck shell=bash
# What a certificate says. To be sourced.

# names_match CERTIFICATE HOST: whether browsers take it for that name. The program's exit code does not tell, its text does.
names_match() { openssl x509 -in "$1" -noout -checkhost "$2" 2>/dev/null | grep -q ' does match certificate'; }

# names_of CERTIFICATE: the names that it is for.
names_of() {
    local names
    names=$(openssl x509 -in "$1" -noout -ext subjectAltName 2>/dev/null | sed -n 's/ *DNS://gp')
    [ -n "$names" ] || names=$(openssl x509 -in "$1" -noout -subject -nameopt multiline 2>/dev/null | sed -n 's/^ *commonName *= //p')
    printf '%s\n' "${names//,/, }"
}

# is_self_signed CERTIFICATE
is_self_signed() { [ "$(openssl x509 -in "$1" -noout -subject | cut -d = -f 2-)" = "$(openssl x509 -in "$1" -noout -issuer | cut -d = -f 2-)" ]; }

# is_pair CERTIFICATE KEY: whether they belong together.
is_pair() { [ "$(openssl x509 -in "$1" -noout -pubkey 2>/dev/null)" = "$(openssl pkey -in "$2" -pubout 2>/dev/null)" ]; }
