#ifndef CDISK_H
#define CDISK_H

/// Asks the disk to begin with what a file holds, and does not wait.
void cdisk_begin(int file);

/// Tells the file system that the folders in this one have nothing to do with each other: new ones are laid where there is
/// room, not beside their neighbours. Does nothing where a file system knows no such thing; folders that it holds already stay
/// where they are.
void cdisk_spread(const char *folder);

/// Is this the only open descriptor of the file, in any process?
///
/// @return 1 if it is; 0 if not, and where this system cannot tell.
int cdisk_is_alone(int file);

/// Gives a file another name, one that nothing has yet; the old one goes.
///
/// @return 0 or an error number.
int cdisk_publish(const char *from, const char *to);

#endif
