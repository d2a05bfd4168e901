// A disk that fails, for tests only: preloaded into the program (LD_PRELOAD), it stands between it and libc.
//
//   SILLOK_FAULT_DIR    only what lies below this directory is counted, failed and traced; the rest passes through
//   SILLOK_FAULT_AT     n:ERRNO[:sticky][@NAME] fails the n-th counted call (from 1) with that number; sticky: all
//   later
//                       ones too; @NAME: only writes and syncs of files of that name are counted. A write that fails
//                       stores its first half before, as a disk that fills up does
//   SILLOK_FAULT_TRACE  file to which every change below the directory and every byte of stdout is written, in the
//                       order in which they happened: what tests/faults/disk.py replays
//
// Counted are the calls that can lose data: making, writing, cutting, syncing, renaming and removing files. What a
// call does and what the trace says of it happen under one lock, so the trace has one order.
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

namespace {

constexpr int kFilesMax = 4096;

pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
char directory[PATH_MAX];
size_t directory_size = 0;
long fail_at = 0;
int fail_with = 0;
bool sticky = false;
long calls = 0;
int trace = -1;
long handles = 0;
long handle_of[kFilesMax];  // 0: not below the directory
char only[NAME_MAX + 1];    // empty: every file
bool is_only[kFilesMax];

template <class Function>
Function* next(Function*& cached, const char* name) {
  if (cached == nullptr) cached = reinterpret_cast<Function*>(dlsym(RTLD_NEXT, name));
  return cached;
}
#define REAL(name)                             \
  ([] {                                        \
    static decltype(&::name) cached = nullptr; \
    return next(cached, #name);                \
  }())

struct Locked {
  Locked() { pthread_mutex_lock(&mutex); }
  ~Locked() { pthread_mutex_unlock(&mutex); }
};

void put(const void* bytes, size_t size) {
  const char* at = static_cast<const char*>(bytes);
  while (size > 0) {
    const ssize_t count = REAL(write)(trace, at, size);
    if (count <= 0) abort();  // a trace with a hole would prove nothing
    at += count;
    size -= static_cast<size_t>(count);
  }
}

// One record: a line of text, then `size` bytes of content and a line feed.
__attribute__((format(printf, 3, 4))) void note(const void* content, size_t size, const char* format, ...) {
  if (trace < 0) return;
  const int saved = errno;
  char line[2 * PATH_MAX + 64];
  va_list arguments;
  va_start(arguments, format);
  const int length = vsnprintf(line, sizeof line, format, arguments);
  va_end(arguments);
  put(line, static_cast<size_t>(length));
  put("\n", 1);
  if (content != nullptr) {
    put(content, size);
    put("\n", 1);
  }
  errno = saved;
}

// Absolute and without . or .., though what it names may not exist yet.
bool resolve(int at, const char* path, char* out) {
  if (directory_size == 0 || path == nullptr) return false;
  char whole[2 * PATH_MAX];
  if (path[0] == '/') {
    snprintf(whole, sizeof whole, "%s", path);
  } else if (at == AT_FDCWD) {
    char here[PATH_MAX];
    if (getcwd(here, sizeof here) == nullptr) return false;
    snprintf(whole, sizeof whole, "%s/%s", here, path);
  } else {
    char link[64], there[PATH_MAX];
    snprintf(link, sizeof link, "/proc/self/fd/%d", at);
    const ssize_t size = readlink(link, there, sizeof there - 1);
    if (size < 0) return false;
    there[size] = '\0';
    snprintf(whole, sizeof whole, "%s/%s", there, path);
  }
  size_t length = 0;
  for (const char* part = whole; *part != '\0';) {
    while (*part == '/') ++part;
    const size_t size = strcspn(part, "/");
    if (size == 2 && part[0] == '.' && part[1] == '.') {
      while (length > 0 && out[--length] != '/') continue;
    } else if (size > 0 && !(size == 1 && part[0] == '.')) {
      if (length + size + 2 > PATH_MAX) return false;
      out[length++] = '/';
      memcpy(out + length, part, size);
      length += size;
    }
    part += size;
  }
  out[length] = '\0';
  return strncmp(out, directory, directory_size) == 0 && (out[directory_size] == '/' || out[directory_size] == '\0');
}

bool concerns(int file) { return file >= 0 && file < kFilesMax && handle_of[file] != 0; }

// Counts a call on a file, or on none that is open (-1); true if it has to fail.
bool fails(int file = -1) {
  if (only[0] != '\0' && (file < 0 || !is_only[file])) return false;
  ++calls;
  if (fail_at == 0 || calls < fail_at || (calls > fail_at && !sticky)) return false;
  errno = fail_with;
  return true;
}

ssize_t traced_stdout(void*, const char* bytes, size_t size) {
  const Locked locked;
  const ssize_t count = REAL(write)(STDOUT_FILENO, bytes, size);
  if (count > 0) note(bytes, static_cast<size_t>(count), "out %zd", count);
  return count;
}

__attribute__((constructor)) void begin() {
  const char* below = getenv("SILLOK_FAULT_DIR");
  if (below == nullptr) return;
  directory_size = 0;
  snprintf(directory, sizeof directory, "%s", below);
  directory_size = strlen(directory);
  if (const char* at = getenv("SILLOK_FAULT_AT")) {
    char* rest = nullptr;
    fail_at = strtol(at, &rest, 10);
    fail_with = *rest == ':' ? static_cast<int>(strtol(rest + 1, &rest, 10)) : EIO;
    sticky = strncmp(rest, ":sticky", 7) == 0;
    if (const char* name = strchr(rest, '@')) snprintf(only, sizeof only, "%s", name + 1);
  }
  if (const char* path = getenv("SILLOK_FAULT_TRACE")) {
    trace = REAL(open)(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (trace < 0) abort();
    // stdio writes from inside libc, where nothing can be put between: so stdout becomes a stream of ours.
    static const cookie_io_functions_t functions{nullptr, traced_stdout, nullptr, nullptr};
    stdout = fopencookie(nullptr, "w", functions);
  }
}

__attribute__((destructor)) void end() {
  const Locked locked;
  note(nullptr, 0, "calls %ld", calls);
}

void opened(int file, const char* path, bool made, bool emptied) {
  if (file < 0 || file >= kFilesMax) return;
  handle_of[file] = ++handles;
  is_only[file] = strcmp(strrchr(path, '/') + 1, only) == 0;
  note(nullptr, 0, "open %ld %d %d %s", handles, made, emptied, path);
}

template <class Open>
int open_with(int at, const char* path, int flags, const Open& really) {
  const Locked locked;
  char whole[PATH_MAX];
  if (!resolve(at, path, whole)) return really();
  const bool made = (flags & O_CREAT) != 0 && access(whole, F_OK) != 0;
  const bool emptied = (flags & O_TRUNC) != 0 && !made;
  if ((made || emptied) && fails()) return note(nullptr, 0, "failed open %s", whole), -1;
  const int file = really();
  opened(file, whole, made, emptied);
  return file;
}

template <class Open>
FILE* fopen_with(const char* path, const char* mode, const Open& really) {
  const Locked locked;
  char whole[PATH_MAX];
  if (!resolve(AT_FDCWD, path, whole)) return really();
  const bool writes = mode[0] == 'w' || mode[0] == 'a';
  const bool made = writes && access(whole, F_OK) != 0;
  const bool emptied = mode[0] == 'w' && !made;
  if ((made || emptied) && fails()) return note(nullptr, 0, "failed open %s", whole), nullptr;
  FILE* const file = really();
  if (file != nullptr) opened(fileno(file), whole, made, emptied);
  return file;
}

// `really` writes that many bytes, at the file's place or at `offset`.
template <class Write>
ssize_t write_with(int file, const void* bytes, size_t size, off_t offset, const Write& really) {
  const Locked locked;
  if (!concerns(file)) return really(size);
  const bool failing = fails(file);
  const int error = errno;
  const ssize_t count = failing ? (size > 1 ? really(size / 2) : 0) : really(size);
  if (count > 0) {
    const off_t begin = offset >= 0 ? offset : lseek(file, 0, SEEK_CUR) - count;
    note(bytes, static_cast<size_t>(count), "write %ld %ld %zd", handle_of[file], static_cast<long>(begin), count);
  }
  if (!failing) return count;
  note(nullptr, 0, "failed write %ld", handle_of[file]);
  errno = error;
  return -1;
}

template <class Sync>
int sync_with(int file, const Sync& really) {
  const Locked locked;
  if (!concerns(file)) return really();
  if (fails(file)) return note(nullptr, 0, "failed sync %ld", handle_of[file]), -1;
  const int done = really();
  if (done == 0) note(nullptr, 0, "sync %ld", handle_of[file]);
  return done;
}

template <class Change>
int change_with(const char* what, int at, const char* path, int to_at, const char* to, const Change& really) {
  const Locked locked;
  char whole[PATH_MAX], target[PATH_MAX];
  if (!resolve(at, path, whole)) return really();
  if (to != nullptr && !resolve(to_at, to, target)) abort();  // nothing of a ledger goes elsewhere
  if (fails()) return note(nullptr, 0, "failed %s %s", what, whole), -1;
  const int done = really();
  if (done != 0) return done;
  if (to == nullptr) note(nullptr, 0, "%s %s", what, whole);
  else note(nullptr, 0, "%s %s\t%s", what, whole, target);
  return done;
}

template <class Cut>
int cut_with(int file, long size, const Cut& really) {
  const Locked locked;
  if (!concerns(file)) return really();
  if (fails(file)) return note(nullptr, 0, "failed cut %ld", handle_of[file]), -1;
  const int done = really();
  if (done == 0) note(nullptr, 0, "cut %ld %ld", handle_of[file], size);
  return done;
}

void forget(int file) {
  const Locked locked;
  if (concerns(file)) handle_of[file] = 0;
}

mode_t mode_of(int flags, va_list arguments) {
  return (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(arguments, mode_t) : 0;
}

}  // namespace

extern "C" {

#define OPEN(name)                                                                          \
  int name(const char* path, int flags, ...) {                                              \
    va_list arguments;                                                                      \
    va_start(arguments, flags);                                                             \
    const mode_t mode = mode_of(flags, arguments);                                          \
    va_end(arguments);                                                                      \
    return open_with(AT_FDCWD, path, flags, [&] { return REAL(name)(path, flags, mode); }); \
  }
#define OPENAT(name)                                                                      \
  int name(int at, const char* path, int flags, ...) {                                    \
    va_list arguments;                                                                    \
    va_start(arguments, flags);                                                           \
    const mode_t mode = mode_of(flags, arguments);                                        \
    va_end(arguments);                                                                    \
    return open_with(at, path, flags, [&] { return REAL(name)(at, path, flags, mode); }); \
  }
OPEN(open)
OPEN(open64)
OPENAT(openat)
OPENAT(openat64)
// What open() without a mode becomes under _FORTIFY_SOURCE.
int __open_2(const char* path, int flags) { return open(path, flags); }
int __open64_2(const char* path, int flags) { return open64(path, flags); }

FILE* fopen(const char* path, const char* mode) {
  return fopen_with(path, mode, [&] { return REAL(fopen)(path, mode); });
}
FILE* fopen64(const char* path, const char* mode) {
  return fopen_with(path, mode, [&] { return REAL(fopen64)(path, mode); });
}
int fclose(FILE* file) {
  forget(fileno(file));
  return REAL(fclose)(file);
}
int close(int file) {
  forget(file);
  return REAL(close)(file);
}

ssize_t write(int file, const void* bytes, size_t size) {
  return write_with(file, bytes, size, -1, [&](size_t count) { return REAL(write)(file, bytes, count); });
}
ssize_t pwrite(int file, const void* bytes, size_t size, off_t offset) {
  return write_with(file, bytes, size, offset, [&](size_t count) { return REAL(pwrite)(file, bytes, count, offset); });
}
ssize_t pwrite64(int file, const void* bytes, size_t size, off64_t offset) { return pwrite(file, bytes, size, offset); }
ssize_t writev(int file, const iovec* parts, int count) {
  // One after the other: a caller must bear a short count anyway.
  ssize_t total = 0;
  for (int i = 0; i < count; ++i) {
    const ssize_t done = write(file, parts[i].iov_base, parts[i].iov_len);
    if (done < 0) return total > 0 ? total : done;
    total += done;
    if (static_cast<size_t>(done) < parts[i].iov_len) break;
  }
  return total;
}

int fsync(int file) {
  return sync_with(file, [&] { return REAL(fsync)(file); });
}
int fdatasync(int file) {
  return sync_with(file, [&] { return REAL(fdatasync)(file); });
}
// Promises nothing about a disk's cache or the file's size: it may fail, and it makes nothing durable.
int sync_file_range(int file, off64_t begin, off64_t size, unsigned flags) {
  const Locked locked;
  // Without flags it does nothing: so RocksDB asks whether the call is there at all.
  if (flags != 0 && concerns(file) && fails(file)) return note(nullptr, 0, "failed sync %ld", handle_of[file]), -1;
  return REAL(sync_file_range)(file, begin, size, flags);
}
int ftruncate(int file, off_t size) {
  return cut_with(file, size, [&] { return REAL(ftruncate)(file, size); });
}
int ftruncate64(int file, off64_t size) { return ftruncate(file, size); }

int rename(const char* from, const char* to) {
  return change_with("rename", AT_FDCWD, from, AT_FDCWD, to, [&] { return REAL(rename)(from, to); });
}
int link(const char* from, const char* to) {
  return change_with("link", AT_FDCWD, from, AT_FDCWD, to, [&] { return REAL(link)(from, to); });
}
int unlink(const char* path) {
  return change_with("remove", AT_FDCWD, path, 0, nullptr, [&] { return REAL(unlink)(path); });
}
int unlinkat(int at, const char* path, int flags) {
  return change_with("remove", at, path, 0, nullptr, [&] { return REAL(unlinkat)(at, path, flags); });
}
int remove(const char* path) {
  return change_with("remove", AT_FDCWD, path, 0, nullptr, [&] { return REAL(remove)(path); });
}
int rmdir(const char* path) {
  return change_with("remove", AT_FDCWD, path, 0, nullptr, [&] { return REAL(rmdir)(path); });
}
int mkdir(const char* path, mode_t mode) {
  return change_with("mkdir", AT_FDCWD, path, 0, nullptr, [&] { return REAL(mkdir)(path, mode); });
}

}  // extern "C"
