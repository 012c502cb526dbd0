# What happens in each capture: one function a story, named like its folder under Captures/. Everything before
# `recording` prepares; everything behind it is on the record. Sourced by Scripts/record-captures.

# send FROM TO SUBJECT BODY [swaks options...]: one letter, handed over by swaks on alice's machine to mx.south.example.
send() {
    local from=$1 to=$2 subject=$3 body=$4
    shift 4
    (on alice.south.example swaks --server mx.south.example --ehlo alice.south.example --from "$from" --to "$to" \
        --header "Subject: $subject" --body "$body" --hide-all "$@") || [ $? -le "${swaks_may_fail:-0}" ]
}
lunch='Dear Bob,\n\nthe soup is ready at noon.\n.. is how this line begins, and a lone dot follows:\n.\nAlice\n'

# Bob's maildrop holds COUNT letters before the recording begins.
letters_for_bob() {
    local count=$1 number
    sender_mta
    receiver_mta
    for number in $(seq "$count"); do
        send alice@south.example bob@north.example "Letter $number of $count" "This is letter $number.\\n"
    done
    wait_for "bob's letters" has_letters bob "$count"
    wait_for "quiet" is_quiet
}

story_swaks_to_postfix() {
    sender_mta
    recording
    send alice@south.example carol@south.example 'Lunch' "${lunch/Bob/Carol}"
    wait_for "carol's letter" has_local_letters carol 1
}

story_postfix_relay() {
    sender_mta
    receiver_mta
    recording
    send alice@south.example bob@north.example 'Lunch' "$lunch"
    wait_for "bob's letter" has_letters bob 1
}

story_dovecot_keep() {
    letters_for_bob 2
    receiver_maa
    recording
    (on bob.north.example curl -sS --user bob:bob-secret pop3://pop.north.example/)
    (on bob.north.example curl -sS --user bob:bob-secret pop3://pop.north.example/1)
    (on bob.north.example curl -sS --user bob:bob-secret pop3://pop.north.example/)
}

# fetch_mail [poll options...]: bob's fetchmail, once; it hands each letter to a program, here one that only counts it.
fetch_mail() {
    printf 'poll pop.north.example port %s protocol pop3 auth password user bob password bob-secret sslproto "" mda "cat >>%s" %s\n' \
        "$pop3_port" "$scratch/fetched" "$*" >"$scratch/fetchmailrc"
    chmod 600 "$scratch/fetchmailrc"
    (on bob.north.example env FETCHMAILHOME="$scratch" fetchmail --fetchmailrc "$scratch/fetchmailrc" --silent \
        --nosyslog 2>"$scratch/fetchmail.out") || [ $? -eq 1 ]
}

story_dovecot_delete() {
    letters_for_bob 2
    receiver_maa
    recording
    fetch_mail fetchall nokeep
    fetch_mail fetchall nokeep
}

story_postfix_postfix_dovecot() {
    sender_mta
    receiver_mta
    receiver_maa
    recording
    send alice@south.example bob@north.example 'Lunch' "$lunch"
    wait_for "bob's letter" has_letters bob 1
    wait_for "the end of the relay" is_quiet
    fetch_mail fetchall nokeep
}

story_swaks_pipelining() {
    receiver_mta
    recording
    send alice@south.example alice@north.example,nobody@north.example,bob@north.example 'To three' "$lunch" \
        --server mx.north.example --pipeline
    wait_for "the letters" has_letters bob 1
}

story_postfix_auth() {
    receiver_maa
    sender_mta smtpd_sasl_auth_enable=yes smtpd_sasl_type=dovecot "smtpd_sasl_path=$scratch/pop/run/auth-smtp"
    recording
    send alice@south.example carol@south.example 'With PLAIN' "$lunch" \
        --auth PLAIN --auth-user alice --auth-password alice-secret
    send alice@south.example carol@south.example 'With LOGIN' "$lunch" \
        --auth LOGIN --auth-user alice --auth-password alice-secret
    wait_for "carol's letters" has_local_letters carol 2
    swaks_may_fail=28
    send alice@south.example carol@south.example 'Refused' "$lunch" \
        --auth PLAIN --auth-user alice --auth-password wrong-secret
    swaks_may_fail=0
}

story_postfix_starttls() {
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 3650 -subj /CN=mx.south.example \
        -addext subjectAltName=DNS:mx.south.example -keyout "$scratch/key.pem" -out "$scratch/cert.pem" 2>/dev/null
    sender_mta smtpd_tls_security_level=may "smtpd_tls_chain_files=$scratch/key.pem, $scratch/cert.pem"
    printf 'From: alice@south.example\r\nTo: carol@south.example\r\nSubject: Sealed\r\n%s\r\n\r\n%s\r\n' \
        'Message-ID: <sealed@alice.south.example>' 'Nobody on the way reads this.' >"$scratch/letter"
    recording
    (on alice.south.example env SSLKEYLOGFILE="$scratch/secrets" curl -sS --ssl-reqd --cacert "$scratch/cert.pem" \
        --mail-from alice@south.example --mail-rcpt carol@south.example --upload-file "$scratch/letter" \
        smtp://mx.south.example/alice.south.example)
    wait_for "carol's letter" has_local_letters carol 1
}

story_dovecot_cut() {
    letters_for_bob 1
    receiver_maa
    recording
    (on bob.north.example python3 -c '
import poplib
session = poplib.POP3("pop.north.example")
session.user("bob"); session.pass_("bob-secret")
session.stat(); session.retr(1); session.dele(1)
session.close()
')
    wait_for "the end of the first session" is_quiet
    (on bob.north.example python3 -c '
import poplib
session = poplib.POP3("pop.north.example")
session.user("bob"); session.pass_("bob-secret")
session.stat(); session.list(); session.uidl(); session.top(1, 0); session.quit()
')
}

story_postfix_dovecot_ipv6() {
    speak_ipv6
    receiver_mta
    receiver_maa
    printf 'From: alice@south.example\r\nTo: bob@north.example\r\nSubject: Over IPv6\r\n%s\r\n\r\n%s\r\n' \
        'Message-ID: <six@alice.south.example>' 'Longer addresses, the same mail.' >"$scratch/letter"
    recording
    (on alice.south.example curl -sS --mail-from alice@south.example --mail-rcpt bob@north.example \
        --upload-file "$scratch/letter" smtp://mx.north.example/alice.south.example)
    wait_for "bob's letter" has_letters bob 1
    (on bob.north.example curl -sS --user bob:bob-secret pop3://pop.north.example/1)
}

# BDAT has no client among the usual tools: this one counts its chunks by hand.
story_postfix_bdat() {
    sender_mta
    recording
    (on alice.south.example python3 -c '
import socket
connection = socket.create_connection(("mx.south.example", 25))
replies = connection.makefile("rb")
def reply():
    while replies.readline()[3:4] == b"-": pass
def say(octets):
    connection.sendall(octets); reply()
head = (b"From: alice@south.example\r\nTo: carol@south.example\r\nSubject: In chunks\r\n"
        b"Message-ID: <chunks@alice.south.example>\r\n\r\n")
body = b".A dot may begin a line, nothing is stuffed.\r\n.\r\nThe count says where the letter ends.\r\n"
reply()
say(b"EHLO alice.south.example\r\n")
say(b"MAIL FROM:<alice@south.example> BODY=8BITMIME\r\n")
say(b"RCPT TO:<carol@south.example>\r\n")
say(b"BDAT %d\r\n" % len(head) + head)
say(b"BDAT %d\r\n" % len(body) + body)
say(b"BDAT 0 LAST\r\n")
say(b"QUIT\r\n")
replies.read(); connection.close()
')
    wait_for "carol's letter" has_local_letters carol 1
}
