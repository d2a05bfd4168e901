// `sillok init`: the genesis event, the first head and everything the directory needs to be opened.
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <iterator>

#include "ledger/base/crash_point.h"
#include "ledger/base/durable_file.h"
#include "ledger/crypto/hash.h"
#include "ledger/desk/ledger.h"
#include "ledger/desk/ledger_files.h"
#include "ledger/desk/log_rows.h"
#include "ledger/desk/order_bytes.h"

namespace sillok {
namespace {

constexpr std::string_view kSandboxOriginPrefix = "sandbox.sillok/";

bool is_origin(std::string_view text) {
  return !text.empty() && text.size() <= 64 && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' ||
           c == '/' || c == ':' || c == '-';
  });
}

std::string hex_name() { return to_hex(random_bytes(4)); }

struct Founding {
  std::string origin;
  std::optional<Secret> seed;
  std::vector<std::pair<std::string, PublicKey>> roots;
  std::vector<std::pair<std::string, Signer>> root_signers;
  Secret node = Secret::random(), ledger = Secret::random(), vault = Secret::random();
  PublicKey node_key{}, ledger_key{};
  Date issued_on;
  Instant recorded_at;
};

Result<Founding> plan(const InitOptions& options) {
  Founding founding;
  founding.origin = options.origin.empty() ? "sillok/" + hex_name() : options.origin;
  if (options.sandbox) {
    founding.origin = std::string{kSandboxOriginPrefix} + (options.origin.empty() ? hex_name() : options.origin);
    founding.seed = Secret::random();
    for (const char* name : {"sandbox.root.a", "sandbox.root.b"}) {
      Signer signer = sandbox_officer(*founding.seed, name);
      founding.roots.emplace_back(name, signer.public_key());
      founding.root_signers.emplace_back(name, std::move(signer));
    }
    founding.node_key = sandbox_node(*founding.seed).public_key();
    founding.ledger_key = sandbox_ledger_key(*founding.seed).public_key();
    founding.issued_on = *make_date(1900, 1, 1);
    founding.recorded_at = *parse_instant("1900-01-01T00:00:00Z");
  } else {
    founding.roots = options.roots;
    for (const auto& [name, seed] : options.root_seeds) founding.root_signers.emplace_back(name, Signer{seed});
    founding.node_key = Signer{founding.node}.public_key();
    founding.ledger_key = Signer{founding.ledger}.public_key();
    founding.recorded_at = wall_clock_now();
    founding.issued_on = korean_day(founding.recorded_at);
  }
  if (!is_origin(founding.origin)) {
    return fail(Fault::misuse, "init.origin", options.origin,
                "an origin has 1..64 of letters, digits and . _ / : - (a sandbox adds 15 of its own)");
  }
  if (founding.roots.size() < 2) {
    return fail(Fault::misuse, "init.roots", "--root",
                "two or more roots are needed: --root NAME=PUBKEY --root NAME=PUBKEY (or --sandbox)");
  }
  for (std::size_t i = 0; i < founding.roots.size(); ++i) {
    if (!is_id(founding.roots[i].first))
      return fail(Fault::misuse, "init.roots", founding.roots[i].first,
                  "a root's name has 1..64 of letters, digits and . _ : -");
    for (std::size_t k = 0; k < i; ++k) {
      if (founding.roots[i].first == founding.roots[k].first || founding.roots[i].second == founding.roots[k].second) {
        return fail(Fault::misuse, "init.roots", founding.roots[i].first, "roots need names and keys of their own");
      }
    }
  }
  for (const auto& [name, signer] : founding.root_signers) {
    const bool named = std::any_of(founding.roots.begin(), founding.roots.end(), [&](const auto& root) {
      return root.first == name && root.second == signer.public_key();
    });
    if (!named) return fail(Fault::misuse, "init.roots", name, "a --key is given for no --root of that name and key");
  }
  return founding;
}

// The first order of a ledger: who it is, and the law it begins with (design 10).
PlainOrder genesis_order(const Founding& founding, std::vector<PlainAct> first_law) {
  PlainOrder order;
  order.header.order = "genesis";
  order.header.authority = "ledger";
  order.header.issued_on = founding.issued_on;
  order.header.legal_basis = {"genesis"};
  order.header.drafted_by = founding.roots[0].first;
  order.header.approved_by = founding.roots[1].first;
  PlainAct act;
  act.act = Act::kGenesis;
  act.effective_on = founding.issued_on;
  std::vector<std::string> roots;
  for (const auto& [name, key] : founding.roots) roots.push_back(name + "=" + to_base64(view(key)));
  act.data[Field::kOrigin] = founding.origin;
  act.data[Field::kSandbox] = std::int64_t{founding.seed.has_value()};
  if (founding.seed) act.data[Field::kSeed] = to_hex(founding.seed->bytes());
  act.data[Field::kRoots] = roots;
  act.data[Field::kLedgerKey] = to_base64(view(founding.ledger_key));
  act.data[Field::kNodeKey] = to_base64(view(founding.node_key));
  act.data[Field::kAcceptance] = std::int64_t{1};
  order.acts.push_back(std::move(act));
  std::move(first_law.begin(), first_law.end(), std::back_inserter(order.acts));
  return order;
}

// The events of an order that nobody has recorded anything before.
Result<std::vector<Bytes>> entries_of(const OrderBytes& order, Opening opening, Instant recorded_at) {
  opening.header = order.header;
  opening.act_count = static_cast<std::uint32_t>(order.bodies.size());
  opening.act_root = order.act_root;
  opening.drafter_signature = order.drafter_signature;
  opening.approver_signature = order.approver_signature;
  EntryBuilder builder;
  std::vector<Bytes> entries;
  Envelope envelope;
  envelope.recorded_at = recorded_at;
  for (const Bytes& body : order.bodies) {
    SILLOK_TRY(entry, builder.build(envelope, envelope.position == 0 ? &opening : nullptr, body));
    envelope.previous = leaf_hash(entry);
    ++envelope.position;
    ++envelope.index;
    entries.emplace_back(entry);
  }
  return entries;
}

Result<Ok> make_keys_directory(const std::filesystem::path& directory) {
  if (::mkdir((directory / "keys").c_str(), 0700) == 0) return Ok{};
  return fail(Fault::unavailable, "storage.failed", "keys",
              "the keys' directory could not be made; check the disk and run the same command again");
}

Result<Ok> write_keys(const std::filesystem::path& directory, const Founding& founding) {
  SILLOK_CHECK(make_keys_directory(directory));
  SILLOK_CHECK(write_key_file(key_path(directory, "node"), {"node", founding.origin, founding.node}));
  SILLOK_CHECK(write_key_file(key_path(directory, "ledger"), {"ledger", founding.origin, founding.ledger}));
  SILLOK_CHECK(write_key_file(key_path(directory, "vault"), {"vault", founding.origin, founding.vault}));
  SILLOK_CRASH_POINT("init.after_keys");
  return Ok{};
}

// The log with its first order, the anchor, and last what makes the directory a ledger.
Result<Ok> begin_log(const std::filesystem::path& directory, const std::string& origin,
                     std::span<const BytesView> entries, const Signer& node,
                     const std::function<Result<Ok>(RocksLog&)>& before_identity) {
  std::vector<Hash> leaves;
  LogRows rows;
  for (const BytesView entry : entries) {
    leaves.push_back(leaf_hash(entry));
    rows.look_at(EventView::trust(entry));
  }
  SILLOK_TRY(log, RocksLog::open(directory / "log", Access::kWrite));
  SILLOK_CHECK(log->append(entries, leaves, rows.take()));
  SILLOK_CRASH_POINT("init.after_log");
  SILLOK_CHECK(HeadAnchor::create(anchor_path(directory), origin, node, {entries.size(), log->head().root, false}));
  SILLOK_CRASH_POINT("init.after_anchor");
  SILLOK_CHECK(before_identity(*log));
  return write_identity(directory, {origin, leaves.front(), node.public_key()});
}

Result<Ok> found(const std::filesystem::path& directory, const Founding& founding, std::vector<PlainAct> first_law,
                 const decltype(InitOptions::before_identity)& before_identity) {
  if (!founding.seed) {
    SILLOK_CHECK(write_keys(directory, founding));
    SILLOK_CHECK(KvStore::open(directory / "vault", {{"keys", Layout::kRandom}}, Access::kWrite));
    SILLOK_CRASH_POINT("init.after_vault");
  }
  const PlainOrder order = genesis_order(founding, std::move(first_law));
  SandboxVault unused{Secret::random()};  // the genesis holds nothing to seal
  SILLOK_TRY(bytes, build_order(order, unused));
  const auto sign = [&](SignerRole role, const std::string& name, Signature& out) {
    for (const auto& [root, signer] : founding.root_signers) {
      if (root == name) out = signer.sign(order_message(role, Hash{}, bytes.signed_order()));
    }
  };
  sign(SignerRole::kDrafter, order.header.drafted_by, bytes.drafter_signature);
  sign(SignerRole::kApprover, order.header.approved_by, bytes.approver_signature);
  SILLOK_TRY(entries, entries_of(bytes, {}, founding.recorded_at));
  const std::vector<BytesView> views(entries.begin(), entries.end());
  const Signer node = founding.seed ? sandbox_node(*founding.seed) : Signer{founding.node};
  return begin_log(directory, founding.origin, views, node, [&](RocksLog& log) -> Result<Ok> {
    if (before_identity) return before_identity(directory, log, views, node);
    return Ok{};
  });
}

tl::unexpected<Error> is_there(const std::filesystem::path& directory) {
  return fail(Fault::misuse, "init.not_empty", directory.string(),
              "there is a ledger here already; name an absent or empty directory with --ledger");
}

// The file INIT stands in a directory as long as `init` has not finished there. LEDGER comes last and at
// once (write_identity): a directory with INIT and without LEDGER is half a ledger that nobody has used,
// and only such a one is cleared and begun anew.
class Unfinished {
 public:
  explicit Unfinished(const std::filesystem::path& directory) : directory_(directory), mark_(directory / "INIT") {}
  ~Unfinished() {
    if (file_ >= 0) ::close(file_);
  }
  Unfinished(const Unfinished&) = delete;
  Unfinished& operator=(const Unfinished&) = delete;

  Result<Ok> begin() {
    std::error_code error;
    const bool again = std::filesystem::exists(mark_, error);
    file_ = ::open(mark_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (file_ < 0) return cannot("made");
    if (::flock(file_, LOCK_EX | LOCK_NB) != 0) {
      return fail(Fault::unavailable, "init.busy", directory_.string(), "another `init` is at work here; wait for it");
    }
    // Its name must be safe before anything that it speaks of: a crash could keep those alone.
    if (sync_directory(directory_)) return cannot("made");
    // Another `init` may have ended between the first look and our lock.
    if (std::filesystem::exists(directory_ / "LEDGER", error)) {
      end();
      return is_there(directory_);
    }
    if (again) SILLOK_CHECK(clear());
    return Ok{};
  }

  // For whoever holds the lock, after a failure of its own or before it has begun: also a LEDGER whose name could
  // not be made durable, and that first, for good: a LEDGER never stands without all else.
  Result<Ok> clear() {
    std::error_code error;
    if (std::filesystem::remove(directory_ / "LEDGER", error) && sync_directory(directory_)) return cannot("cleared");
    if (error) return cannot("cleared");
    for (const char* part : kParts) {
      std::filesystem::remove_all(directory_ / part, error);
      if (error) return cannot("cleared");
    }
    return Ok{};
  }

  void end() {
    std::error_code stays;  // says nothing any more beside LEDGER
    std::filesystem::remove(mark_, stays);
  }

  // What an `init` that did not finish has left, and nothing else, is in that directory.
  static bool is_all_of(const std::filesystem::path& directory) {
    std::error_code error;
    if (!std::filesystem::exists(directory / "INIT", error)) return false;
    for (const auto& entry : std::filesystem::directory_iterator(directory, error)) {
      const std::string name = entry.path().filename().string();
      if (name != "INIT" && std::find(std::begin(kParts), std::end(kParts), name) == std::end(kParts)) return false;
    }
    return !error;
  }

 private:
  static constexpr const char* kParts[] = {"keys", "vault", "log", "anchor", "LEDGER.new", "TOPIC", "TOPIC.new"};

  tl::unexpected<Error> cannot(const char* what) const {
    return fail(
        Fault::unavailable, "storage.failed", directory_.string(),
        fmt::format("the directory could not be {}; check the disk and your rights, and run the same command again",
                    what));
  }

  const std::filesystem::path directory_, mark_;
  int file_ = -1;
};

// All of `fill`, or nothing, in an absent or empty directory.
Result<Ok> make_ledger(const std::filesystem::path& directory, const std::function<Result<Ok>()>& fill) {
  std::error_code error;
  const bool existed = std::filesystem::exists(directory, error);
  if (std::filesystem::exists(directory / "LEDGER", error)) return is_there(directory);
  if (existed && (!std::filesystem::is_directory(directory, error) ||
                  !(std::filesystem::is_empty(directory, error) || Unfinished::is_all_of(directory)))) {
    return fail(Fault::misuse, "init.not_empty", directory.string(),
                "the directory is not empty; name an absent or empty one with --ledger");
  }
  if (create_directories_durably(directory))
    return fail(Fault::unavailable, "storage.failed", directory.string(),
                "the directory could not be made; check its parent and your rights, and run the same command again");
  // What is ours is ours alone; who made the directory beforehand has said who may look into it.
  if (!existed) std::filesystem::permissions(directory, std::filesystem::perms::owner_all, error);
  Unfinished unfinished{directory};
  SILLOK_CHECK(unfinished.begin());
  SILLOK_CRASH_POINT("init.after_begin");
  auto made = fill();
  SILLOK_CRASH_POINT("init.before_end");
  // After a failure INIT stays where clearing fails too: the next `init` here begins with it.
  if (made || unfinished.clear()) unfinished.end();
  if (!made && !existed) std::filesystem::remove(directory, error);
  return made;
}

}  // namespace

Result<Ok> Ledger::create(const std::filesystem::path& directory, const InitOptions& options) {
  SILLOK_TRY(founding, plan(options));
  return make_ledger(directory, [&] { return found(directory, founding, options.first_law, options.before_identity); });
}

Result<Ok> Ledger::create_replica(
    const std::filesystem::path& directory, std::span<const Bytes> genesis,
    const std::function<Result<Ok>(const std::filesystem::path& directory, RocksLog& log)>& before_identity) {
  const std::vector<BytesView> entries(genesis.begin(), genesis.end());
  SILLOK_TRY(named, read_genesis(EventView::trust(entries.front())));
  return make_ledger(directory, [&]() -> Result<Ok> {
    const Secret seed = Secret::random();
    if (!named.sandbox) {
      SILLOK_CHECK(make_keys_directory(directory));
      SILLOK_CHECK(write_key_file(key_path(directory, "node"), {"node", named.origin, seed}));
      SILLOK_CHECK(KvStore::open(directory / "vault", {{"keys", Layout::kRandom}}, Access::kWrite));
    }
    const Signer node = named.sandbox ? sandbox_node(*named.seed) : Signer{seed};
    return begin_log(directory, named.origin, entries, node,
                     [&](RocksLog& log) { return before_identity(directory, log); });
  });
}

}  // namespace sillok
