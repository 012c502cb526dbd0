/* Fetches mail by POP3 over several connections at once, as quickly as the server lets it, and says how quickly that was.
 *
 *   fetch PORT CONNECTIONS [-d] [-n TOTAL] USER[/PASSWORD]...
 *
 * Connects to 127.0.0.1. Connection number k logs in as the k-th user (from the first again where there are fewer), whose password
 * is USER-secret unless told; asks for one message after the other, each when the one before has come; with -d deletes them;
 * and says QUIT. With -n it comes again, ten milliseconds later where nothing was there, until it has TOTAL messages in all,
 * for two minutes at most. Writes "messages octets seconds" to standard output; exit code 1 where a server said -ERR or went
 * away, 64 on wrong usage.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum stage { greeting, user, pass, stat, retr, dele, quit, over };

struct session {
    int socket;
    enum stage stage;
    long count, number;
    const char *name, *secret;
    double again;
    char tail[5]; /* the last octets of a message under way, to see its end across reads */
    int inside;   /* a message is under way */
    char line[1024];
    size_t length;
};

static long messages, octets, total;
static int deletes, port;

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec + time.tv_nsec * 1e-9;
}

static void fail(const char *what, const char *detail) {
    fprintf(stderr, "fetch: %s %s\n", what, detail);
    exit(1);
}

static void begin(struct session *session) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int on = 1;
    session->socket = socket(AF_INET, SOCK_STREAM, 0);
    if (connect(session->socket, (struct sockaddr *)&address, sizeof address) != 0) fail("cannot connect", "");
    setsockopt(session->socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    session->stage = greeting;
    session->count = session->number = 0;
    session->length = 0;
    session->inside = 0;
}

static void say(struct session *session, enum stage stage, const char *format, const char *argument, long number) {
    char words[300];
    int length = argument ? snprintf(words, sizeof words, format, argument) : snprintf(words, sizeof words, format, number);
    session->stage = stage;
    if (write(session->socket, words, length) != length) fail("cannot write", "");
}

/* The next message, or goodbye. */
static void next(struct session *session) {
    if (session->number < session->count)
        say(session, retr, "RETR %ld\r\n", NULL, ++session->number);
    else
        say(session, quit, "QUIT\r\n", NULL, 0);
}

static void message(struct session *session) {
    messages++;
    if (deletes)
        say(session, dele, "DELE %ld\r\n", NULL, session->number);
    else
        next(session);
}

static void answer(struct session *session, const char *line) {
    if (line[0] != '+') {
        /* Our own session of a moment ago still holds the maildrop. */
        if (total && session->stage == pass) {
            say(session, quit, "QUIT\r\n", NULL, 0);
            return;
        }
        fail("the server said", line);
    }
    switch (session->stage) {
    case greeting: say(session, user, "USER %s\r\n", session->name, 0); break;
    case user: say(session, pass, "PASS %s\r\n", session->secret, 0); break;
    case pass: say(session, stat, "STAT\r\n", NULL, 0); break;
    case stat:
        session->count = atol(line + 4);
        next(session);
        break;
    case retr:
        session->inside = 1;
        memcpy(session->tail, "\0\0\0\r\n", 5);
        break;
    case dele: next(session); break;
    case quit:
    case over: break;
    }
}

static void hear(struct session *session, const char *bytes, size_t count) {
    octets += count;
    while (count > 0) {
        if (!session->inside) {
            const char *feed = memchr(bytes, '\n', count);
            size_t taken = feed ? (size_t)(feed - bytes) + 1 : count;
            if (session->length + taken >= sizeof session->line) fail("a line too long from", session->name);
            memcpy(session->line + session->length, bytes, taken);
            session->length += taken;
            bytes += taken;
            count -= taken;
            if (!feed) return;
            session->line[session->length] = 0;
            session->length = 0;
            answer(session, session->line);
            continue;
        }
        /* The end mark lies in what came, or begins in what came before. */
        char seam[10];
        size_t head = count < 5 ? count : 5;
        memcpy(seam, session->tail, 5);
        memcpy(seam + 5, bytes, head);
        const char *end = memmem(seam, 5 + head, "\r\n.\r\n", 5);
        size_t taken;
        if (end && end + 5 > seam + 5) {
            taken = (size_t)(end + 5 - (seam + 5));
        } else {
            end = memmem(bytes, count, "\r\n.\r\n", 5);
            taken = end ? (size_t)(end - bytes) + 5 : count;
        }
        if (end) {
            session->inside = 0;
        } else if (taken >= 5) {
            memcpy(session->tail, bytes + taken - 5, 5);
        } else {
            memmove(session->tail, session->tail + taken, 5 - taken);
            memcpy(session->tail + 5 - taken, bytes, taken);
        }
        bytes += taken;
        count -= taken;
        if (end) message(session);
    }
}

int main(int count, char **words) {
    char *names[64], *secrets[64];
    int people = 0, connections, open_ones = 0;
    if (count < 4) return 64;
    port = atoi(words[1]);
    connections = atoi(words[2]);
    for (int index = 3; index < count; index++) {
        if (!strcmp(words[index], "-d")) { deletes = 1; continue; }
        if (!strcmp(words[index], "-n") && index + 1 < count) { total = atol(words[++index]); continue; }
        if (people == 64) return 64;
        names[people] = words[index];
        char *slash = strchr(words[index], '/');
        if (slash) {
            *slash = 0;
            secrets[people] = slash + 1;
        } else if (asprintf(&secrets[people], "%s-secret", words[index]) < 0) {
            return 1;
        }
        people++;
    }
    if (people == 0 || connections < 1 || connections > 64) return 64;

    struct session sessions[64];
    struct pollfd sockets[64];
    char *block = malloc(1 << 18);
    double began = now(), last = began;
    for (int index = 0; index < connections; index++) {
        sessions[index].name = names[index % people];
        sessions[index].secret = secrets[index % people];
        begin(&sessions[index]);
        open_ones++;
    }
    while (open_ones > 0 && !(total && messages >= total && sessions[0].stage == over)) {
        if (total && now() - began > 120) fail("two minutes are over;", "not all has come");
        int waits = 0;
        for (int index = 0; index < connections; index++) {
            struct session *session = &sessions[index];
            if (session->stage == over && total && messages < total && now() >= session->again) {
                begin(session);
            }
            sockets[index].fd = session->stage == over ? -1 : session->socket;
            sockets[index].events = POLLIN;
            if (session->stage == over) waits = 1;
        }
        poll(sockets, connections, waits ? 2 : 1000);
        for (int index = 0; index < connections; index++) {
            struct session *session = &sessions[index];
            if (sockets[index].fd < 0 || !(sockets[index].revents & (POLLIN | POLLHUP | POLLERR))) continue;
            ssize_t got = read(session->socket, block, 1 << 18);
            if (got > 0) {
                long before = messages;
                hear(session, block, got);
                if (messages > before) last = now();
                continue;
            }
            if (session->stage != quit) fail("the server went away from", session->name);
            close(session->socket);
            session->stage = over;
            session->again = now() + (session->count > 0 ? 0 : 0.01);
            if (!total) open_ones--;
        }
    }
    printf("%ld %ld %.6f\n", messages, octets, (total ? last : now()) - began);
    return 0;
}
