// Apart from the other functions: Linux's header names constants that elsewhere tell what the C library can do.

#include "CDisk.h"

#if defined(__linux__)
#include <fcntl.h>
#include <linux/fs.h>
#include <sys/ioctl.h>
#include <unistd.h>
#endif

void cdisk_spread(const char *folder) {
#if defined(__linux__)
    int file = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (file < 0) return;
    int flags = 0;
    /* As `chattr +T` does. Where the file system knows no such thing, nothing is lost. */
    if (ioctl(file, FS_IOC_GETFLAGS, &flags) == 0 && !(flags & FS_TOPDIR_FL)) {
        flags |= FS_TOPDIR_FL;
        ioctl(file, FS_IOC_SETFLAGS, &flags);
    }
    close(file);
#else
    (void)folder;
#endif
}
