/* System calls that Swift's own view of the C library leaves out. */
#define _GNU_SOURCE
#include "CDisk.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

void cdisk_begin(int file) {
#ifdef SYNC_FILE_RANGE_WRITE
    /* A hint: should it be of no use, the file is saved later all the same. */
    (void)!sync_file_range(file, 0, 0, SYNC_FILE_RANGE_WRITE);
#else
    (void)file;
#endif
}

int cdisk_is_alone(int file) {
#if defined(F_SETLEASE) && defined(F_SETSIG)
    /* A lease for writing is granted to the only one who has the file open. Should somebody open it just now, the holder gets a
       signal: one that does nothing. */
    if (fcntl(file, F_SETSIG, SIGURG) != 0 || fcntl(file, F_SETLEASE, F_WRLCK) != 0) return 0;
    fcntl(file, F_SETLEASE, F_UNLCK);
    return 1;
#else
    (void)file;
    return 0;
#endif
}

int cdisk_publish(const char *from, const char *to) {
#ifdef RENAME_NOREPLACE
    if (renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) == 0) return 0;
    /* Some file systems cannot do that in one step. */
    if (errno != EINVAL && errno != ENOSYS) return errno;
#endif
    if (link(from, to) != 0) return errno;
    /* Should the old name stay, it is one of a folder for unfinished letters. */
    unlink(from);
    return 0;
}
