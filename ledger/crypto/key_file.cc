// Key files: written once, read with suspicion. See keys.h for the form.
#include <fcntl.h>
#include <string.h>  // explicit_bzero
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

#include "ledger/base/durable_file.h"
#include "ledger/crypto/keys.h"
#include "ledger/crypto/note.h"

namespace sillok {
namespace {

constexpr std::string_view kMagic = "sillok-key/v1 ";
constexpr std::size_t kNameBytesMax = 255;
constexpr std::size_t kCheckBytes = 16;
constexpr std::size_t kSecretLineChars = 64;  // base64 of 32 + 16 bytes, so without padding
constexpr std::size_t kFileBytesMax = 512;

bool is_kind(std::string_view kind) {
  return kind == "officer" || kind == "ledger" || kind == "node" || kind == "vault" || kind == "witness";
}

bool is_name(std::string_view name) { return name.size() <= kNameBytesMax && is_note_name(name); }

// Text that held a secret; wiped whichever way the function is left. It never grows, so no copy
// of it stays behind in freed memory.
struct WipedText {
  explicit WipedText(std::string content) : text(std::move(content)) {}
  ~WipedText() { explicit_bzero(text.data(), text.size()); }
  WipedText(const WipedText&) = delete;
  WipedText& operator=(const WipedText&) = delete;
  std::string text;
};

class File {
 public:
  explicit File(int number) : number_(number) {}
  ~File() {
    if (number_ >= 0) ::close(number_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  int number() const { return number_; }
  bool is_open() const { return number_ >= 0; }

 private:
  int number_;
};

// What the system says, as an error: what the user named wrongly, or what may be better later.
tl::unexpected<Error> system_failure(const std::filesystem::path& path, std::string_view doing, int error = errno) {
  const std::string message = std::string(doing) + ": " + std::generic_category().message(error);
  switch (error) {
    case EEXIST: return fail(Fault::misuse, "key.exists", path, "a key file is never overwritten; name another file");
    case ENOENT:
    case ENOTDIR: return fail(Fault::misuse, "key.missing", path, message);
    case EACCES:
    case EPERM:
    case EISDIR:
    case ELOOP: return fail(Fault::misuse, "key.access", path, message);
    default:
      return fail(Fault::unavailable, "key.io", path, message + "; check the disk and run the same command again");
  }
}

BytesView check_of(const Secret& check) { return check.bytes().substr(0, kCheckBytes); }

// Bound to kind and name: one flipped bit anywhere in the file is found.
Secret derive_check(const Secret& secret, std::string_view kind_and_name) {
  return secret.derive("sillok-key/v1 check", kind_and_name);
}

Result<KeyFile> parse_key(std::string_view text, const std::filesystem::path& path) {
  const auto malformed = [&](const char* what) { return fail(Fault::malformed, "key.malformed", path, what); };
  if (!text.starts_with(kMagic)) return malformed("the first line is not `sillok-key/v1 <kind> <name>`");
  const std::size_t end_of_line = text.find('\n');
  if (end_of_line == std::string_view::npos) return malformed("the second line is missing");
  const auto kind_and_name = text.substr(kMagic.size(), end_of_line - kMagic.size());
  const std::size_t space = kind_and_name.find(' ');
  if (space == std::string_view::npos) return malformed("the first line is not `sillok-key/v1 <kind> <name>`");
  const auto kind = kind_and_name.substr(0, space), name = kind_and_name.substr(space + 1);
  if (!is_kind(kind)) return malformed("the kind is not officer, ledger, node, vault or witness");
  if (!is_name(name)) return malformed("the name is empty, too long or has spaces");

  const auto secret_line = text.substr(end_of_line + 1);
  if (secret_line.size() != kSecretLineChars + 1 || !secret_line.ends_with('\n')) {
    return malformed("the second line is not 64 characters of base64, or something follows it");
  }
  auto decoded = from_base64(secret_line.substr(0, kSecretLineChars));
  if (!decoded) return malformed("the second line is not base64");
  const WipedText bytes(std::move(*decoded));
  if (bytes.text.size() != 32 + kCheckBytes) return malformed("the second line is not 48 bytes of base64");
  SILLOK_TRY(secret, Secret::from_bytes(BytesView(bytes.text).substr(0, 32)));
  if (check_of(derive_check(secret, kind_and_name)) != BytesView(bytes.text).substr(32)) {
    return fail(Fault::damaged, "key.damaged", path, "the key does not match its check; take it from a backup");
  }
  return KeyFile{std::string(kind), std::string(name), std::move(secret)};
}

// Who else could have read or replaced the key makes it no secret.
Result<Ok> check_keeper(int file, const std::filesystem::path& path) {
  struct stat status {};
  if (::fstat(file, &status) != 0) return system_failure(path, "cannot look at the key file");
  if (!S_ISREG(status.st_mode)) return fail(Fault::misuse, "key.file_type", path, "a key is kept in a regular file");
  if ((status.st_mode & 077) != 0) {
    return fail(Fault::misuse, "key.file_mode", path, "others can read the key; run `chmod 600 " + path.string() + "`");
  }
  if (status.st_uid != ::geteuid() && status.st_uid != 0) {
    return fail(Fault::misuse, "key.file_owner", path,
                "the key belongs to another user; run `chown` to your own or to root");
  }
  return Ok{};
}

// Reads into `buffer`, which must be larger than the file; no copy is made, so it can be wiped.
Result<std::string_view> read_kept(const std::filesystem::path& path, std::string& buffer) {
  // Not blocking, so that a pipe in the place of a key cannot hold the process up.
  const File file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
  if (!file.is_open()) return system_failure(path, "cannot open the key file");
  SILLOK_CHECK(check_keeper(file.number(), path));
  std::size_t size = 0;
  while (size < buffer.size()) {
    const ssize_t got = ::read(file.number(), buffer.data() + size, buffer.size() - size);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return system_failure(path, "cannot read the key file");
    if (got == 0) return std::string_view(buffer).substr(0, size);
    size += static_cast<std::size_t>(got);
  }
  return fail(Fault::malformed, "key.malformed", path, "longer than any key file");
}

}  // namespace

Result<Ok> write_key_file(const std::filesystem::path& path, const KeyFile& key) {
  if (!is_kind(key.kind))
    return fail(Fault::misuse, "key.kind", path, "a key is of kind officer, ledger, node, vault or witness");
  if (!is_name(key.name))
    return fail(Fault::misuse, "key.name", path, "a key's name has 1..255 bytes, no space, no plus");
  const std::string kind_and_name = key.kind + ' ' + key.name;
  const Secret check = derive_check(key.secret, kind_and_name);
  std::string both;
  both.reserve(32 + kCheckBytes);
  both.append(key.secret.bytes()).append(check_of(check));
  const WipedText bytes(std::move(both));
  const WipedText line(to_base64(bytes.text));
  std::string whole;
  whole.reserve(kFileBytesMax);
  whole.append(kMagic).append(kind_and_name).append(1, '\n').append(line.text).append(1, '\n');
  const WipedText content(std::move(whole));
  if (const auto failed = create_durably(path, content.text, 0600)) {
    return system_failure(path, "cannot keep the key file", failed.value());
  }
  return Ok{};
}

Result<Ok> check_private_file(const std::filesystem::path& path) {
  const File file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
  if (!file.is_open()) return system_failure(path, "cannot open the key file");
  return check_keeper(file.number(), path);
}

Result<Bytes> read_private_file(const std::filesystem::path& path, std::size_t bytes_max) {
  Bytes buffer(bytes_max + 1, '\0');
  SILLOK_TRY(content, read_kept(path, buffer));
  return Bytes{content};
}

Result<KeyFile> read_key_file(const std::filesystem::path& path) {
  WipedText buffer(std::string(kFileBytesMax, '\0'));
  SILLOK_TRY(content, read_kept(path, buffer.text));
  return parse_key(content, path);
}

}  // namespace sillok
