#pragma once
// A ledger directory: identity, keys, log, head anchor, vault, and the keys and grants in force.
//
//   LEDGER     origin, genesis hash, node key: what this directory must be (pinned, not learnt)
//   anchor     the head, apart from the database (ledger/log/head_anchor.h)
//   log/       events, tree tiles, the log's index (RocksDB)
//   vault/     wrapped data keys (RocksDB); none in a sandbox
//   keys/      node, ledger and vault keys, mode 0600; none in a sandbox
//   RESTORED   only behind a restore: it signs nothing yet (ledger/desk/restore.h)
//   views/     what projections make of the log; may be thrown away
//
// One process writes (Fault::unavailable for a second one); readers stand beside it. Readers read
// the anchor before they open the log, so that a writer at work never looks like a damaged head, and
// once more behind it: what the log holds past its anchor was never acknowledged, and is not shown.
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "ledger/authority/key_registry.h"
#include "ledger/log/head_anchor.h"
#include "ledger/log/rocks_log.h"
#include "ledger/privacy/vault.h"

namespace sillok {

struct InitOptions {
  std::string origin;  // empty: one made from a random name
  bool sandbox = false;
  std::vector<std::pair<std::string, PublicKey>> roots;    // ignored in a sandbox
  std::vector<std::pair<std::string, Secret>> root_seeds;  // those of the roots whose keys are at hand
  // The law it begins with: policy_adopted acts of the genesis order (ledger/rules/shipped_policies.h).
  std::vector<PlainAct> first_law;
  // Asked when all is there but what makes the directory a ledger; after an error nothing is left behind.
  std::function<Result<Ok>(const std::filesystem::path& directory, RocksLog& log, std::span<const BytesView> entries,
                           const Signer& node)>
      before_identity;
};

enum class Appended : std::uint8_t { kRecorded, kHeadMoved };

// Who finds a batch its place where this directory is not the log's home, but a replica of it (ledger/topic).
class Sequencer {
 public:
  virtual ~Sequencer() = default;
  // As Ledger::append(). Fault::unavailable: not recorded; outcome_unknown: nobody can tell yet.
  virtual Result<Appended> append(std::span<const BytesView> entries, std::span<const Hash> leaves,
                                  std::span<const RocksLog::IndexPut> index) = 0;
};

class Ledger {
 public:
  // Makes an empty ledger in an absent or empty directory. Nothing is left behind on failure.
  static Result<Ok> create(const std::filesystem::path& directory, const InitOptions& options);
  // The same of a ledger that was founded elsewhere, from the entries of its genesis order, which were checked. It gets
  // a node key of its own and no other; in a sandbox it needs none.
  static Result<Ok> create_replica(
      const std::filesystem::path& directory, std::span<const Bytes> genesis,
      const std::function<Result<Ok>(const std::filesystem::path& directory, RocksLog& log)>& before_identity);
  // Verifies whose ledger this is and that the log is not behind its anchor. A writer verifies and
  // takes over whole orders that were synced but not yet anchored when it died; it refuses a log that is
  // behind its own newest published checkpoint, or contains another.
  static Result<std::unique_ptr<Ledger>> open(const std::filesystem::path& directory, Access access);
  // How many events are acknowledged, without opening the log.
  static Result<std::uint64_t> acknowledged(const std::filesystem::path& directory);
  // For `verify` alone: a reader that leaves the comparison of log and anchor to the caller, who
  // wants to name the first bad position rather than to be turned away.
  static Result<std::unique_ptr<Ledger>> open_unchecked(const std::filesystem::path& directory);
  // For `anchor repair` alone (ledger/desk/anchor_repair.h): a writer, also where one slot of the
  // anchor does not hold. Log and anchor are not compared.
  static Result<std::unique_ptr<Ledger>> open_for_repair(const std::filesystem::path& directory);

  // For who keeps a replica current and records nothing: a writer that leaves the vault to who brings keys.
  static Result<std::unique_ptr<Ledger>> open_to_follow(const std::filesystem::path& directory);
  // For who moves a ledger to another home (ledger/topic/moving.h): a writer, also where it has left already.
  static Result<std::unique_ptr<Ledger>> open_to_move(const std::filesystem::path& directory);

  const std::filesystem::path& directory() const { return directory_; }
  static std::filesystem::path views_directory(const std::filesystem::path& directory) { return directory / "views"; }
  std::filesystem::path views_directory() const { return views_directory(directory_); }
  const Genesis& genesis() const { return registry_->genesis(); }
  bool is_sandbox() const { return genesis().sandbox; }
  Access access() const { return access_; }

  RocksLog& log() { return *log_; }
  const RocksLog& log() const { return *log_; }
  const AnchoredHead& anchored() const { return anchor_->head(); }
  const HeadAnchor& anchor() const { return *anchor_; }
  // Writes the anchored head into the torn slot too; the slot that holds is not touched.
  Result<Ok> mend_anchor() { return anchor_->advance(anchor_->head(), *node_); }
  KeyRegistry& registry() { return *registry_; }
  const KeyRegistry& registry() const { return *registry_; }
  Vault& vault() { return *vault_; }
  // Recorded time of the newest event: what a sandbox calls now.
  Instant newest_recorded_at() const { return newest_recorded_at_; }

  // Fault::refused (ledger.restored) where a backup was restored and nothing has shown yet that none of what was
  // published since is missing (restore.h): then it is read, and records and signs nothing.
  Result<Ok> may_record() const;
  // Log synced → anchor synced; then the caller may answer (design 6). On a topic by its sequencer: kHeadMoved where
  // others came first; their events are in the log then, these are not, and never will be as they are.
  Result<Appended> append(std::span<const BytesView> entries, std::span<const Hash> leaves,
                          std::span<const RocksLog::IndexPut> index);
  // From now on batches go through it; it is the ledger's.
  void sequence_by(std::unique_ptr<Sequencer> sequencer) { sequencer_ = std::move(sequencer); }
  // Of a replica: events that its topic has put next, with the rows that it keeps of the topic. Also what they say of
  // keys and grants is in force then.
  Result<Ok> follow(std::span<const BytesView> entries, std::span<const Hash> leaves,
                    std::span<const RocksLog::IndexPut> index, std::span<const RocksLog::TopicPut> topic);
  // Keys and grants as the log has them, without what was to be recorded and was not.
  Result<Ok> reload_registry();

  // Its home is elsewhere from now on: nothing is recorded here any more, whoever opens it, until it has settled again.
  Result<Ok> leave();
  Result<Ok> settle();

  // Whether the log has destroyed any: then a key may be gone under which something was just sealed.
  bool has_destroyed_keys() const { return destroyed_up_to_ > 0; }
  // What the log has destroyed is destroyed in this directory's vault. A writer does so by itself; who only follows
  // asks again and again, since others may have held the vault.
  Result<Ok> destroy_pending_keys();
  // The signer of checkpoints. Fault::misuse where its key is not here.
  Result<Signer> ledger_signer() const;

 private:
  Ledger() = default;
  enum class Tail : std::uint8_t { kShow, kHide };
  struct Parts {
    Access access, vault;
    Tail tail;
    HeadAnchor::Needs needs = HeadAnchor::Needs::kBothSlots;
  };
  static Result<std::unique_ptr<Ledger>> open_parts(const std::filesystem::path& directory, const Parts& parts);
  static Result<std::unique_ptr<Ledger>> open_checked(const std::filesystem::path& directory, const Parts& parts);
  Result<Ok> load_registry();
  Result<Ok> put_next(std::span<const BytesView> entries, std::span<const Hash> leaves,
                      std::span<const RocksLog::IndexPut> index, std::span<const RocksLog::TopicPut> topic);
  Result<Ok> check_against_anchor();
  Result<Ok> forget_destroyed_keys();
  Result<Ok> refuse_if_moved() const;

  std::filesystem::path directory_;
  Access access_ = Access::kRead;
  std::unique_ptr<RocksLog> log_;
  std::unique_ptr<HeadAnchor> anchor_;
  std::unique_ptr<KeyRegistry> registry_;
  std::unique_ptr<Vault> vault_;
  std::unique_ptr<Signer> node_;
  std::unique_ptr<Sequencer> sequencer_;  // none: this directory is the log's home
  Position destroyed_up_to_ = 0;          // data keys that were forgotten in memory, at least
  bool has_keys_to_destroy_ = false;
  Instant newest_recorded_at_;
};

// What is recorded in the log's own index, and under which keys.
namespace log_index {
Bytes order_key(std::string_view authority, std::string_view number);  // → first position, count
Bytes command_key(std::string_view command_id);                        // → first position, count
Bytes person_key(std::string_view person);                             // → revision, last position
Bytes authority_key(Position position);                                // events on keys and grants
Bytes subtrees_key(Position first);  // → roots of the subtrees of a large order; or of its rows of them
Bytes subtrees_key(Position first, std::uint32_t row);  // → roots of subtrees of a larger one
// All of these rows of an order whose subtrees have these roots (order_bytes.h); none of one that is a single subtree.
std::vector<RocksLog::IndexPut> tree_rows(Position first, std::span<const Hash> roots);
inline constexpr std::string_view kAuthorityPrefix = "A";
// Of a row under that prefix; its reader says damaged() where it is none.
std::optional<Position> authority_position(BytesView key);
Bytes destruction_key(Position position);  // events that destroy data keys
inline constexpr std::string_view kDestructionPrefix = "X";
std::optional<Position> destruction_position(BytesView key);
// The row that an event has by its kind; its value is empty. Most have none.
std::optional<Bytes> row_of_kind(Act act, Position position);
Bytes order_place(Position first, std::uint32_t count);
// kNoPosition where the value is no such row; its reader then says damaged().
std::pair<Position, std::uint32_t> read_order_place(BytesView value);
Bytes person_place(std::uint32_t revision, Position last);
std::pair<std::uint32_t, Position> read_person_place(BytesView value);
tl::unexpected<Error> damaged();
}  // namespace log_index

}  // namespace sillok
