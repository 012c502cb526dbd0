# More stories for Scripts/record-captures, on the way from a sender to a maildrop: other servers and clients, refusals,
# delays, and letters that come back. Sourced after stories.sh, which says how a story is built.

# speak HOST PORT: a conversation by hand, from alice's machine; standard input is Python. `session` has say(octets...),
# which sends its arguments in one piece and reads one reply for each, and more.
speak() {
    cat >"$scratch/speak.py" <<'PYTHON'
import socket, sys, time
class Session:
    def __init__(self):
        self.socket = socket.create_connection((sys.argv[1], int(sys.argv[2])))
        self.replies = self.socket.makefile("rb")
    def reply(self):
        while True:
            line = self.replies.readline()
            if line[3:4] != b"-": return line.decode("ascii")
    def say(self, *lines):
        self.socket.sendall(b"".join(line + b"\r\n" for line in lines))
        return [self.reply() for line in lines]
    def end(self):
        self.replies.read(); self.socket.close()
PYTHON
    cat >>"$scratch/speak.py"
    (on alice.south.example python3 "$scratch/speak.py" "$1" "$2")
}

# The whole way once more, on ports and addresses that give nothing away.
story_journey_other_ports() {
    speak_ipv6
    sender_port=2525 receiver_port=2626 pop3_port=1110
    sender_mta
    receiver_mta
    receiver_maa
    recording
    send alice@south.example bob@north.example 'Lunch' "$lunch" --port 2525
    wait_for "bob's letter" has_letters bob 1
    wait_for "the end of the relay" is_quiet
    fetch_mail fetchall nokeep
}

# postgrey asks strangers to come back; the sender's Postfix does, after a few seconds instead of its usual minutes.
story_postgrey() {
    mkdir "$scratch/greylist"
    chown postfix "$scratch/greylist"
    start greylist mx.north.example postgrey --unix="$scratch/greylist/socket" --dbdir="$scratch/greylist" --delay=3 \
        --user=postfix --group=postfix --pidfile="$scratch/greylist/pid" --syslog-facility=none
    wait_for "postgrey" test -S "$scratch/greylist/socket"
    chmod 666 "$scratch/greylist/socket"
    sender_mta minimal_backoff_time=4s maximal_backoff_time=4s queue_run_delay=2s
    receiver_mta "smtpd_recipient_restrictions=check_policy_service unix:$scratch/greylist/socket"
    recording
    send alice@south.example bob@north.example 'Patience' 'I wait until they know me.\n'
    wait_for "bob's letter" has_letters bob 1
}

# mx.north.example takes letters for people it does not know, and has to send them back.
story_postfix_bounce() {
    sender_mta
    receiver_mta smtpd_reject_unlisted_recipient=no \
        'transport_maps=inline:{ {south.example=smtp:[mx.south.example]} }'
    recording
    send alice@south.example nobody@north.example 'Is anybody there?' 'Hello?\n'
    wait_for "the bounce" has_local_letters alice 1
}

story_postfix_cram_md5() {
    receiver_maa "auth_mechanisms=plain login cram-md5 scram-sha-256"
    sender_mta smtpd_sasl_auth_enable=yes smtpd_sasl_type=dovecot "smtpd_sasl_path=$scratch/pop/run/auth-smtp"
    recording
    local mechanism
    for mechanism in cram-md5:alice cram-md5:wrong scram-sha-256:alice; do
        (on alice.south.example msmtp --file=/dev/null --host=mx.south.example --domain=alice.south.example --tls=off \
            --auth="${mechanism%:*}" --user=alice --passwordeval="echo ${mechanism#*:}-secret" \
            --set-date-header=off --set-msgid-header=off --from=alice@south.example carol@south.example 2>/dev/null \
            <<<$'From: alice@south.example\nTo: carol@south.example\nSubject: '"Proven by ${mechanism%:*}"$'\n\nHello!'
        ) || [ "$mechanism" = cram-md5:wrong ]
    done
    wait_for "carol's letters" has_local_letters carol 2
    speak mx.south.example 25 <<'PYTHON'
session = Session(); session.reply()
session.say(b"EHLO alice.south.example")
session.say(b"AUTH LOGIN"); session.say(b"*")
session.say(b"AUTH GSSAPI")
session.say(b"AUTH PLAIN !!!")
session.say(b"QUIT"); session.end()
PYTHON
}

# TLS is there for the asking, and nobody asks.
story_starttls_unused() {
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 3650 -subj /CN=mx.south.example \
        -keyout "$scratch/key.pem" -out "$scratch/cert.pem" 2>/dev/null
    sender_mta smtpd_tls_security_level=may "smtpd_tls_chain_files=$scratch/key.pem, $scratch/cert.pem"
    recording
    send alice@south.example carol@south.example 'Open' 'A postcard, for everyone to read.\n'
    wait_for "carol's letter" has_local_letters carol 1
}

# Every way in which Postfix says no before it has a letter.
story_postfix_refusals() {
    sender_mta message_size_limit=1000 smtpd_error_sleep_time=0s smtpd_hard_error_limit=100 mynetworks=127.0.0.0/8 \
        smtpd_helo_required=yes 'smtpd_discard_ehlo_keywords=dsn, etrn'
    recording
    speak mx.south.example 25 <<'PYTHON'
session = Session(); session.reply()
session.say(b"MAIL FROM:<alice@south.example>")
session.say(b"EHLO alice.south.example")
session.say(b"RCPT TO:<carol@south.example>")
session.say(b"MAIL FROM:<alice@south.example> SIZE=5000")
session.say(b"MAIL FROM:alice at south.example")
session.say(b"RSET")
session.say(b"MAIL FROM:<alice@south.example> COLOUR=green")
session.say(b"MAIL FROM:<alice@south.example>")
session.say(b"MAIL FROM:<alice@south.example>")
session.say(b"RCPT TO:<carol@elsewhere.example>")
session.say(b"RSET")
session.say(b"MAIL FROM:<alice@south.example>", b"RCPT TO:<nobody@south.example>", b"RCPT TO:<somebody@south.example>", b"DATA")
session.say(b"BDAT 10 LAST\r\n12345678")
session.say(b"RSET", b"NOOP", b"VRFY carol", b"EXPN staff", b"HELP", b"XYZZY")
session.say(b"MAIL FROM:<alice@south.example>", b"RCPT TO:<carol@south.example>", b"DATA")
session.say(b"Subject: Too long\r\n\r\n" + 30 * b"This line is said again and again.\r\n" + b".")
session.say(b"QUIT"); session.end()
PYTHON
}

# Who says nothing, or nothing sensible, is shown the door.
story_postfix_421() {
    sender_mta smtpd_timeout=2s smtpd_hard_error_limit=3 smtpd_soft_error_limit=3 smtpd_error_sleep_time=0s
    recording
    speak mx.south.example 25 <<'PYTHON'
session = Session(); session.reply()
session.say(b"EHLO alice.south.example")
session.say(b"MAIL FROM:<alice@south.example>")
session.reply(); session.end()
session = Session(); session.reply()
session.say(b"EHLO alice.south.example")
for name in (b"ann", b"bill", b"chris"):
    session.say(b"VRFY %s@south.example" % name)
session.end()
PYTHON
}

# Clients that do not wait for the greeting: Postfix lets it pass, Exim does not.
story_early_talker() {
    sender_mta smtpd_delay_reject=no 'smtpd_client_restrictions=sleep 1'
    start_exim mx.north.example north.example pipelining_connect_advertise_hosts=
    recording
    cat >"$scratch/early" <<'PYTHON'
session = Session()
session.socket.sendall(b"EHLO alice.south.example\r\nMAIL FROM:<alice@south.example>\r\nRCPT TO:<carol@%s>\r\nQUIT\r\n" %
    sys.argv[1].split(".", 1)[1].encode("ascii"))
session.end()
PYTHON
    speak mx.south.example 25 <"$scratch/early"
    speak mx.north.example 25 <"$scratch/early"
}

# Postfix hands a letter to Exim, in groups of commands.
story_postfix_to_exim() {
    sender_mta
    start_exim mx.north.example north.example
    recording
    send alice@south.example bob@north.example,carol@north.example,nobody@north.example 'Lunch' "$lunch"
    wait_for "carol's letter" holds exim/mail/carol/new 1
    wait_for "the report to alice" has_local_letters alice 1
}

# Exim hands a letter to Postfix: where CHUNKING is offered it says BDAT instead of DATA.
story_exim_to_postfix() {
    start_exim mx.south.example south.example
    receiver_mta
    recording
    send alice@south.example bob@north.example 'Lunch' "$lunch"
    wait_for "bob's letter" has_letters bob 1
}

story_smtplib_to_aiosmtpd() {
    start aiosmtpd mx.north.example /usr/bin/python3 -m aiosmtpd --nosetuid --size 2000 --listen 0.0.0.0:25 \
        --class aiosmtpd.handlers.Mailbox "$scratch/aiosmtpd"
    wait_for "aiosmtpd" listens mx.north.example 25
    recording
    (on alice.south.example python3 -c '
import smtplib
from email.message import EmailMessage
letter = EmailMessage()
letter["From"], letter["To"], letter["Subject"] = "Alice <alice@south.example>", "bob@north.example", "Grüße aus Süd"
letter["Message-ID"] = "<greetings@alice.south.example>"
letter.set_content("Größe: 1 €\n.\n")
letter.add_attachment(b"\0\1\2\3", maintype="application", subtype="octet-stream", filename="soup.bin")
with smtplib.SMTP("mx.north.example") as session:
    session.ehlo()
    session.verify("bob@north.example"); session.noop(); session.docmd("EXPN", "staff"); session.docmd("HELP", "MAIL")
    session.send_message(letter)
    try: session.sendmail("alice@south.example", ["bob@north.example"], "Subject: Long\r\n\r\n" + 100 * "Again and again. ")
    except smtplib.SMTPException: pass
')
}

# OpenSMTPD as the receiver, and msmtp as a client that does not wait for each reply.
story_msmtp_to_opensmtpd() {
    start opensmtpd mx.north.example "$servers/opensmtpd" "$scratch/opensmtpd" mx.north.example 25 north.example
    wait_for "OpenSMTPD" listens mx.north.example 25
    recording
    (on alice.south.example msmtp --file=/dev/null --host=mx.north.example --domain=alice.south.example --tls=off \
        --auth=off --set-date-header=off --set-msgid-header=off --from=alice@south.example \
        bob@north.example carol@north.example \
        <<<$'From: alice@south.example\nTo: bob@north.example\nMessage-ID: <soup@alice.south.example>\nSubject: Soup\n\nAt noon!')
    wait_for "carol's letter" holds opensmtpd/mail/carol 1
    (on alice.south.example msmtp --file=/dev/null --host=mx.north.example --domain=alice.south.example --tls=off \
        --auth=off --from=alice@south.example bob@north.example nobody@north.example <<<$'Subject: Lost\n\nHello?' \
        2>/dev/null) || [ $? -eq 65 ]
}
