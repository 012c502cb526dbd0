# More stories for Scripts/record-captures, on the way from a maildrop to its reader. Sourced after stories.sh, which says
# how a story is built.

# Bob's letters, without an MTA: COUNT small files in the maildrop before the recording begins.
maildrop_of_bob() {
    local count=$1 number
    mkdir -p "$scratch/north/mail/bob/cur" "$scratch/north/mail/bob/new" "$scratch/north/mail/bob/tmp"
    for number in $(seq "$count"); do
        printf '%s\n' 'From: alice@south.example' 'To: bob@north.example' "Subject: Letter $number of $count" \
            'Date: Sat, 21 Nov 2026 08:00:00 +0000' "Message-ID: <letter-$number@south.example>" '' \
            "This is letter $number." '.' 'A lone dot stood above.' >"$scratch/north/mail/bob/new/$number.bob"
    done
}

# curl_bob PATH [options...]: bob's curl, at his POP3 server.
curl_bob() {
    local path=$1
    shift
    (on bob.north.example curl -sS "$@" "pop3://pop.north.example/$path")
}

# Four ways to prove who one is, and one failure.
story_dovecot_auth() {
    maildrop_of_bob 1
    receiver_maa "auth_mechanisms=plain login cram-md5 apop scram-sha-256"
    recording
    local mechanism
    for mechanism in AUTH=+APOP AUTH=PLAIN AUTH=LOGIN AUTH=CRAM-MD5; do
        curl_bob '' --user bob:bob-secret --login-options "$mechanism"
    done
    curl_bob '' --user bob:wrong-secret --login-options AUTH=CRAM-MD5 || [ $? -eq 67 ]
}

# STLS: before it everyone can read, behind it nobody.
story_dovecot_stls() {
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 3650 -subj /CN=pop.north.example \
        -addext subjectAltName=DNS:pop.north.example -keyout "$scratch/key.pem" -out "$scratch/cert.pem" 2>/dev/null
    maildrop_of_bob 1
    receiver_maa ssl=yes "ssl_cert=<$scratch/cert.pem" "ssl_key=<$scratch/key.pem"
    recording
    SSLKEYLOGFILE="$scratch/secrets" curl_bob 1 --user bob:bob-secret --ssl-reqd --cacert "$scratch/cert.pem"
    curl_bob 1 --user bob:bob-secret
}

# bob_mpop [options...]: bob's mpop, which sends commands in groups.
bob_mpop() {
    mkdir -p "$scratch/fetched/cur" "$scratch/fetched/new" "$scratch/fetched/tmp"
    (on bob.north.example mpop --file=/dev/null --host=pop.north.example --user=bob --passwordeval='echo bob-secret' \
        --tls=off --received-header=off --uidls-file="$scratch/uidls" --delivery="maildir,$scratch/fetched" --quiet "$@")
}

story_mpop_pipelining() {
    maildrop_of_bob 3
    receiver_maa "auth_mechanisms=plain cram-md5"
    recording
    bob_mpop --auth=cram-md5 --keep=on
    bob_mpop --auth=user --keep=off --only-new=off
}

# getmail keeps the letters and remembers which it has seen.
story_getmail_keep() {
    maildrop_of_bob 2
    receiver_maa
    mkdir -p "$scratch/getmail" "$scratch/fetched/cur" "$scratch/fetched/new" "$scratch/fetched/tmp"
    chown -R mail:mail "$scratch/fetched"
    printf '%s\n' '[retriever]' 'type = SimplePOP3Retriever' 'server = pop.north.example' 'username = bob' \
        'password = bob-secret' '[destination]' 'type = Maildir' "path = $scratch/fetched/" 'user = mail' \
        '[options]' 'read_all = false' 'delete = false' 'verbose = 0' >"$scratch/getmail/rc"
    recording
    (on bob.north.example getmail --getmaildir "$scratch/getmail" --rcfile rc)
    (on bob.north.example getmail --getmaildir "$scratch/getmail" --rcfile rc)
}

# mutt shows the list of letters, then opens one; deletes it, and leaves.
story_mutt_delete() {
    maildrop_of_bob 2
    receiver_maa "auth_mechanisms=plain apop"
    printf '%s\n' 'set pop_authenticators="apop"' 'set pop_user="bob" pop_pass="bob-secret" pop_delete=yes delete=yes' \
        'set ssl_starttls=no ssl_force_tls=no sleep_time=0 wait_key=no pager_stop=yes pop_reconnect=no' \
        'set folder="." spoolfile="."' \
        'push "<first-entry><display-message><exit><delete-message><sync-mailbox><quit>"' >"$scratch/muttrc"
    recording
    (on bob.north.example env HOME="$scratch" TERM=vt100 timeout 20 script -qec \
        "mutt -n -F '$scratch/muttrc' -f pop://bob@pop.north.example/" /dev/null </dev/null)
}

# Two at one maildrop: the second is told that it is in use.
story_dovecot_in_use() {
    maildrop_of_bob 1
    receiver_maa pop3_lock_session=yes
    recording
    (on bob.north.example python3 -c '
import poplib
first = poplib.POP3("pop.north.example"); first.user("bob"); first.pass_("bob-secret"); first.stat()
second = poplib.POP3("pop.north.example"); second.user("bob")
try: second.pass_("bob-secret")
except poplib.error_proto: pass
first.quit()
third = poplib.POP3("pop.north.example"); third.user("bob"); third.pass_("bob-secret"); third.quit()
second.close()
')
}

# Every question that POP3 knows, and wrong ones.
story_dovecot_questions() {
    maildrop_of_bob 2
    receiver_maa
    recording
    (on bob.north.example python3 -c '
import poplib
session = poplib.POP3("pop.north.example")
def no(question):
    try: question()
    except poplib.error_proto: pass
session.capa()
no(lambda: session.stat())
session.user("bob"); no(lambda: session.pass_("wrong-secret"))
session.user("bob"); session.pass_("bob-secret")
session.capa(); session.stat(); session.noop(); session.list(); session.list(1); session.uidl(); session.uidl(2)
session.top(1, 0); session.top(2, 1)
no(lambda: session.list(7)); no(lambda: session.retr(0)); no(lambda: session.retr("one"))
no(lambda: session._shortcmd("XYZZY")); no(lambda: session._shortcmd(""))
session.dele(1); no(lambda: session.dele(1)); no(lambda: session.retr(1)); session.list()
session.rset(); session.stat(); session.quit()
')
}

# The last hop handed on by LMTP, and read by IMAP, which is recognised and not decoded.
story_dovecot_lmtp_imap() {
    receiver_maa "protocols=pop3 imap lmtp" auth_username_format=%n
    receiver_mta virtual_transport=lmtp:inet:[pop.north.example]:24
    wait_for "LMTP" listens pop.north.example 24
    printf 'From: alice@south.example\r\nTo: bob@north.example\r\nSubject: Another way\r\n%s\r\n\r\n%s\r\n' \
        'Message-ID: <another@alice.south.example>' 'This letter is read by IMAP.' >"$scratch/letter"
    recording
    (on alice.south.example curl -sS --mail-from alice@south.example --mail-rcpt bob@north.example \
        --upload-file "$scratch/letter" smtp://mx.north.example/alice.south.example)
    wait_for "bob's letter" has_letters bob 1
    wait_for "the end of LMTP" is_quiet
    (on bob.north.example curl -sS --user bob:bob-secret 'imap://pop.north.example/INBOX;MAILINDEX=1')
}
