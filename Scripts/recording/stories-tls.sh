# Stories inside TLS. The secrets of both sessions go into the capture, as a Decryption Secrets Block. Sourced by
# Scripts/record-captures.

# certificate HOST: a key and a certificate of its own for the host, as $scratch/HOST.key and $scratch/HOST.crt.
certificate() {
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 3650 -subj "/CN=$1" \
        -addext "subjectAltName=DNS:$1" -keyout "$scratch/$1.key" -out "$scratch/$1.crt" 2>/dev/null
}

# A letter is handed over by smtps in TLS 1.2 and fetched by pop3s in TLS 1.3: no octet of it is readable on the wire.
story_sealed_journey() {
    certificate mx.north.example
    certificate pop.north.example
    start receiver-mta mx.north.example "$servers/postfix" "$scratch/north" mx.north.example all 465 north.example \
        smtpd_tls_wrappermode=yes smtpd_tls_security_level=encrypt \
        "smtpd_tls_chain_files=$scratch/mx.north.example.key, $scratch/mx.north.example.crt"
    wait_for "mx.north.example" listens mx.north.example 465
    # The last setting brings a listener along, as pop3s has no setting of its own.
    receiver_maa "ssl_cert=<$scratch/pop.north.example.crt" "ssl_key=<$scratch/pop.north.example.key" "ssl=yes
service pop3-login {
  inet_listener pop3s {
    port = 995
    ssl = yes
  }
}"
    printf 'From: alice@south.example\r\nTo: bob@north.example\r\nSubject: Sealed all the way\r\n%s\r\n\r\n%s\r\n' \
        'Message-ID: <sealed-twice@alice.south.example>' 'Nobody on the way reads this, twice.' >"$scratch/letter"
    recording
    (on alice.south.example env SSLKEYLOGFILE="$scratch/secrets" curl -sS --tls-max 1.2 \
        --cacert "$scratch/mx.north.example.crt" --mail-from alice@south.example --mail-rcpt bob@north.example \
        --upload-file "$scratch/letter" smtps://mx.north.example/alice.south.example)
    wait_for "bob's letter" has_letters bob 1
    (on bob.north.example env SSLKEYLOGFILE="$scratch/secrets" curl -sS --user bob:bob-secret \
        --cacert "$scratch/pop.north.example.crt" pop3s://pop.north.example/1)
}
