# A small internet in network namespaces: five hosts on one wire, with names and addresses from the documentation
# ranges. Sourced by Scripts/record-captures. Nothing leaves it, and nothing of this machine's name shows in it.

# name:last byte of its MAC:IPv4:IPv6
hosts="
alice.south.example:0a:192.0.2.10:2001:db8:2::10
mx.south.example:19:192.0.2.25:2001:db8:2::25
mx.north.example:1a:198.51.100.25:2001:db8:1::25
pop.north.example:6e:198.51.100.110:2001:db8:1::110
bob.north.example:14:198.51.100.20:2001:db8:1::20
"
wire=mailscope-wire-$$

namespace_of() { echo "mailscope-$1-$$"; }
host_names() { for host in $hosts; do echo "${host%%:*}"; done; }

build_network() {
    printf '127.0.0.1 localhost\n' >"$scratch/hosts"
    : >"$scratch/resolv.conf"
    write_accounts
    ip netns add "$wire"
    ip -n "$wire" link add wire type bridge stp_state 0 mcast_snooping 0
    ip -n "$wire" link set wire up
    local host name rest mac four six space number=0
    for host in $hosts; do
        name=${host%%:*} rest=${host#*:}
        mac=${rest%%:*} rest=${rest#*:}
        four=${rest%%:*} six=${rest#*:}
        printf '%s %s\n' "$four" "$name" >>"$scratch/hosts"
        printf '%s %s\n' "$six" "$name" >>"$scratch/hosts6"
        space=$(namespace_of "$name") number=$((number + 1))
        ip netns add "$space"
        ip -n "$space" link set lo up
        ip -n "$wire" link add "port$number" type veth peer name eth0 netns "$space"
        ip -n "$wire" link set "port$number" master wire up
        ip -n "$space" link set eth0 address "00:00:5e:00:53:$mac"
        # Checksums and segments are made by the kernel, as they are on a wire, and not left to a network card.
        ip netns exec "$space" ethtool -K eth0 tx off tso off gso off gro off >/dev/null
        ip -n "$space" address add "$four/32" dev eth0
        ip -n "$space" address add "$six/128" dev eth0 nodad
        ip -n "$space" link set eth0 up
        ip -n "$space" route add default dev eth0
        ip -n "$space" -6 route add default dev eth0
    done
}

# The accounts that the hosts know: this machine's, and one for each server that is unpacked instead of installed.
write_accounts() {
    local mail
    mail=$(id -u mail):$(id -g mail)
    cp /etc/passwd "$scratch/passwd"
    cp /etc/group "$scratch/group"
    printf '%s:x:%s::/var/empty:/bin/sh\n' Debian-exim "$mail" >>"$scratch/passwd"
    printf 'Debian-exim:x:%s:\n' "${mail#*:}" >>"$scratch/group"
    local name number=64000
    for name in opensmtpd opensmtpq popa3d; do
        number=$((number + 1))
        printf '%s:x:%s:%s::/var/empty:/bin/false\n' "$name" "$number" "$number" >>"$scratch/passwd"
        printf '%s:x:%s:\n' "$name" "$number" >>"$scratch/group"
    done
}

# From here on the names stand for IPv6 addresses only.
speak_ipv6() { cp "$scratch/hosts6" "$scratch/hosts"; }

remove_network() {
    local name
    for name in $(host_names); do ip netns del "$(namespace_of "$name")" 2>/dev/null || true; done
    ip netns del "$wire" 2>/dev/null || true
}

# on HOST COMMAND...: runs a command on a host, under the host's name. The command takes this process's place.
on() {
    local name=$1
    shift
    # shellcheck disable=SC2016 # expanded by the inner shell
    exec nsenter --net="/run/netns/$(namespace_of "$name")" -- unshare --mount --uts -- sh -c '
        hostname "$1"
        for file in hosts resolv.conf passwd group; do mount --bind "$2/$file" "/etc/$file"; done
        shift 2
        exec "$@"' sh "$name" "$scratch" "$@"
}

# Whether no TCP connection is open anywhere; what has been closed on both sides no longer counts.
is_quiet() {
    local name open
    for name in $(host_names); do
        open=$(ip netns exec "$(namespace_of "$name")" ss -Htn state syn-sent state syn-recv state established \
            state fin-wait-1 state fin-wait-2 state close-wait state last-ack state closing)
        [ -z "$open" ] || return 1
    done
}

listens() { ip netns exec "$(namespace_of "$1")" ss -Hltn "sport = :$2" | grep -q .; }

# wait_for WHAT COMMAND...: until the command succeeds, ten seconds at most.
wait_for() {
    local what=$1 tries=200
    shift
    until "$@"; do
        tries=$((tries - 1))
        [ "$tries" -gt 0 ] || { echo "record-captures: waited 10 s in vain for $what" >&2; return 1; }
        sleep 0.05
    done
}
