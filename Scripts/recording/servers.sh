# The real servers of a recording, each on its host. Sourced by Scripts/record-captures.

# start NAME HOST COMMAND...: in the background, in a process group of its own; its pid is kept for stop_servers.
start() {
    local name=$1 host=$2
    shift 2
    (on "$host" setsid "$@" >"$scratch/$name.out" 2>&1 </dev/null) &
    echo $! >"$scratch/$name.pid"
}

stop_servers() {
    local file pid
    for file in "$scratch"/*.pid; do
        [ -e "$file" ] || continue
        pid=$(cat "$file")
        kill -TERM "$pid" 2>/dev/null || true
        wait "$pid" 2>/dev/null || true
        rm -f "$file"
    done
}

# The ports of the servers, for the stories that do not speak on the usual ones.
sender_port=25
receiver_port=25
pop3_port=110

# sender_mta [SETTING...]: mx.south.example, which knows one way out: letters for north.example go to mx.north.example.
sender_mta() {
    start sender-mta mx.south.example "$servers/postfix" "$scratch/south" mx.south.example all "$sender_port" \
        south.example "transport_maps=inline:{ {north.example=smtp:[mx.north.example]:$receiver_port} }" "$@"
    wait_for "mx.south.example" listens mx.south.example "$sender_port"
}

# receiver_mta [SETTING...]: mx.north.example, which fills the maildrops that pop.north.example shows.
receiver_mta() {
    start receiver-mta mx.north.example "$servers/postfix" "$scratch/north" mx.north.example all "$receiver_port" \
        north.example "$@"
    wait_for "mx.north.example" listens mx.north.example "$receiver_port"
}

receiver_maa() {
    start receiver-maa pop.north.example "$servers/dovecot" "$scratch/pop" "$scratch/north/mail" \
        pop.north.example '*,::' "$pop3_port" "$@"
    wait_for "pop.north.example" listens pop.north.example "$pop3_port"
}

# start_exim HOST DOMAIN [SETTING...]: Exim in the place of a Postfix.
start_exim() {
    local host=$1 domain=$2
    shift 2
    start exim "$host" "$servers/exim" "$scratch/exim" "$host" 25 "$domain" "$@"
    wait_for "$host" listens "$host" 25
}

# has_letters USER COUNT: whether that many letters have reached the user's maildrop at north.example.
has_letters() {
    local found
    found=$(find "$scratch/north/mail/$1/new" "$scratch/north/mail/$1/cur" -type f 2>/dev/null | wc -l)
    [ "$found" -ge "$2" ]
}
# holds FOLDER COUNT: whether a folder of the story's scratch folder holds that many files.
holds() { [ "$(find "$scratch/$1" -type f 2>/dev/null | wc -l)" -ge "$2" ]; }
has_local_letters() { [ "$(find "$scratch/south/mail/$1/new" -type f 2>/dev/null | wc -l)" -ge "$2" ]; }
