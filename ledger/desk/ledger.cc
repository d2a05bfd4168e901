#include "ledger/desk/ledger.h"

#include <fmt/format.h>

#include "ledger/base/crash_point.h"
#include "ledger/base/durable_file.h"
#include "ledger/crypto/hash.h"
#include "ledger/desk/checkpoint_store.h"
#include "ledger/desk/checkpointer.h"
#include "ledger/desk/destroyed_keys.h"
#include "ledger/desk/ledger_files.h"
#include "ledger/desk/log_verifier.h"

namespace sillok {
namespace {

// What would be malformed as input is damage in a log (schemas/FORMAT.md).
Result<EventView> stored_event(Position position, BytesView entry) {
  auto event = EventView::check(entry);
  if (event) return event;
  return fail(Fault::damaged, "log.damaged", fmt::format("position {}", position),
              event.error().message + "; restore this ledger from a verified copy");
}

}  // namespace

Result<std::unique_ptr<Ledger>> Ledger::open(const std::filesystem::path& directory, Access access) {
  return open_checked(directory, {access, access, access == Access::kRead ? Tail::kHide : Tail::kShow});
}

Result<std::unique_ptr<Ledger>> Ledger::open_to_follow(const std::filesystem::path& directory) {
  return open_checked(directory, {Access::kWrite, Access::kRead, Tail::kShow});
}

Result<std::unique_ptr<Ledger>> Ledger::open_checked(const std::filesystem::path& directory, const Parts& parts) {
  SILLOK_TRY(ledger, open_parts(directory, parts));
  if (parts.access == Access::kWrite) SILLOK_CHECK(ledger->refuse_if_moved());
  SILLOK_CHECK(ledger->check_against_anchor());
  if (parts.access == Access::kWrite) SILLOK_CHECK(Checkpoints{*ledger}.check());
  SILLOK_CHECK(ledger->destroy_pending_keys());  // not by a log that was not checked
  return ledger;
}

Result<std::unique_ptr<Ledger>> Ledger::open_to_move(const std::filesystem::path& directory) {
  SILLOK_TRY(ledger, open_parts(directory, {Access::kWrite, Access::kWrite, Tail::kShow}));
  SILLOK_CHECK(ledger->check_against_anchor());
  SILLOK_CHECK(Checkpoints{*ledger}.check());
  SILLOK_CHECK(ledger->destroy_pending_keys());
  return ledger;
}

Result<Ok> Ledger::refuse_if_moved() const {
  if (!anchored().moved) return check_store_not_moved(directory_);
  if (can_see(moving_path(directory_))) {
    return fail(Fault::unavailable, "ledger.moving", directory_.string(),
                "this ledger is being moved; run the same `sillok migrate` once more to finish that. Until then it can "
                "be read here, and nothing is recorded");
  }
  return moved_elsewhere(directory_.string());
}

Result<std::uint64_t> Ledger::acknowledged(const std::filesystem::path& directory) {
  SILLOK_TRY(identity, read_identity(directory));
  SILLOK_TRY(anchor, HeadAnchor::open(anchor_path(directory), identity.origin, identity.node_key,
                                      HeadAnchor::Needs::kBothSlots));
  return anchor.head().size;
}

Result<std::unique_ptr<Ledger>> Ledger::open_unchecked(const std::filesystem::path& directory) {
  return open_parts(directory, {Access::kRead, Access::kRead, Tail::kShow});
}

Result<std::unique_ptr<Ledger>> Ledger::open_for_repair(const std::filesystem::path& directory) {
  SILLOK_TRY(ledger, open_parts(directory, {Access::kWrite, Access::kWrite, Tail::kShow, HeadAnchor::Needs::kOneSlot}));
  if (!can_see(moving_path(directory))) SILLOK_CHECK(ledger->refuse_if_moved());
  return ledger;
}

namespace {

// Ever: a node whose key the roots revoke does not lose the ledger that is at home there.
bool names_node(const KeyRegistry& registry, const PublicKey& key) {
  return key == registry.genesis().node_key ||
         std::any_of(registry.keys().begin(), registry.keys().end(),
                     [&](const OfficerKey& each) { return each.kind == kNodeKind && each.key == key; });
}

}  // namespace

Result<std::unique_ptr<Ledger>> Ledger::open_parts(const std::filesystem::path& directory, const Parts& parts) {
  std::unique_ptr<Ledger> ledger{new Ledger};
  ledger->directory_ = directory;
  ledger->access_ = parts.access;
  SILLOK_TRY(identity, read_identity(directory));
  SILLOK_TRY(anchor, HeadAnchor::open(anchor_path(directory), identity.origin, identity.node_key, parts.needs));
  ledger->anchor_ = std::make_unique<HeadAnchor>(std::move(anchor));
  SILLOK_TRY(log, RocksLog::open(directory / "log", parts.access));
  ledger->log_ = std::move(log);
  if (parts.access == Access::kWrite) {
    // Another writer may have ended between the first look and our lock: now nobody moves it.
    SILLOK_TRY(newest, HeadAnchor::open(anchor_path(directory), identity.origin, identity.node_key, parts.needs));
    *ledger->anchor_ = std::move(newest);
  } else if (parts.tail == Tail::kHide) {
    SILLOK_TRY(newest, HeadAnchor::open(anchor_path(directory), identity.origin, identity.node_key, parts.needs));
    if (newest.head().size > 0) SILLOK_CHECK(ledger->log_->end_at(newest.head().size));
  }

  auto first = ledger->log_->read(0);
  if (!first) {
    return fail(
        Fault::damaged, "log.behind_anchor", "position 0",
        fmt::format("the log is empty but {} events were acknowledged; restore this ledger from a verified copy",
                    ledger->anchored().size));
  }
  SILLOK_TRY(event, stored_event(0, *first));
  SILLOK_TRY(genesis, read_genesis(event));
  const bool is_its_ledger = genesis.hash == identity.genesis && genesis.origin == identity.origin;
  ledger->registry_ = std::make_unique<KeyRegistry>(std::move(genesis));
  if (is_its_ledger) SILLOK_CHECK(ledger->load_registry());
  // A replica has a node key of its own, whoever knows it; a ledger's home has one that the log names.
  if (!is_its_ledger || !(is_replica(directory) || names_node(*ledger->registry_, identity.node_key))) {
    return fail(Fault::damaged, "log.identity_changed", "position 0",
                "the log is another ledger's than this directory's; restore this ledger from a verified copy");
  }
  SILLOK_TRY(newest, ledger->log_->read(ledger->log_->head().size - 1));
  SILLOK_TRY(newest_event, stored_event(ledger->log_->head().size - 1, newest));
  ledger->newest_recorded_at_ = newest_event.recorded_at();

  if (!ledger->is_sandbox()) SILLOK_CHECK(check_key_modes(directory));
  SILLOK_TRY(vault, open_vault(directory, ledger->genesis(), parts.vault));
  ledger->vault_ = std::move(vault);
  SILLOK_CHECK(ledger->forget_destroyed_keys());
  if (parts.access == Access::kWrite) {
    SILLOK_TRY(node, node_signer(directory, ledger->genesis()));
    ledger->node_ = std::make_unique<Signer>(std::move(node));
  }
  return ledger;
}

Result<Ok> Ledger::load_registry() {
  return log_->index_scan(log_index::kAuthorityPrefix, [&](BytesView key, BytesView) -> Result<Ok> {
    const auto named = log_index::authority_position(key);
    if (!named) return log_index::damaged();
    const Position position = *named;
    if (position >= log_->head().size) return Ok{};
    SILLOK_TRY(entry, log_->read(position));
    SILLOK_TRY(event, stored_event(position, entry));
    registry_->apply(position, event.body());
    return Ok{};
  });
}

Result<Ok> Ledger::check_against_anchor() {
  const LogHead& head = log_->head();
  const AnchoredHead anchored = anchor_->head();
  if (head.size < anchored.size) {
    return fail(Fault::damaged, "log.behind_anchor", fmt::format("position {}", head.size),
                fmt::format("the log ends before the {} events that were acknowledged; restore this ledger "
                            "from a verified copy",
                            anchored.size));
  }
  SILLOK_TRY(root, log_->tree().root(anchored.size));
  if (root != anchored.root) {
    return fail(Fault::damaged, "log.root_differs", fmt::format("size {}", anchored.size),
                "the tree's root is not the acknowledged one; `sillok verify` names the first bad position");
  }
  if (access_ == Access::kRead) return Ok{};
  SILLOK_CHECK(anchor_->write_again(*node_));
  if (head.size == anchored.size) return Ok{};
  // Synced before the writer died, but never acknowledged: whole orders that hold are taken over.
  LogVerifier verifier{*log_, log_->head().size};
  SILLOK_TRY(found, verifier.run(anchored.size));
  if (found.first_bad) {
    return fail(Fault::damaged, "log.damaged", fmt::format("position {}", found.first_bad->position),
                found.first_bad->reason + "; restore this ledger from a verified copy");
  }
  return anchor_->advance({head.size, head.root, anchored.moved}, *node_);
}

Result<Appended> Ledger::append(std::span<const BytesView> entries, std::span<const Hash> leaves,
                                std::span<const RocksLog::IndexPut> index) {
  SILLOK_CHECK(may_record());
  SILLOK_CHECK(vault_->flush());
  if (sequencer_) return sequencer_->append(entries, leaves, index);
  SILLOK_CHECK(put_next(entries, leaves, index, {}));
  return Appended::kRecorded;
}

Result<Ok> Ledger::follow(std::span<const BytesView> entries, std::span<const Hash> leaves,
                          std::span<const RocksLog::IndexPut> index, std::span<const RocksLog::TopicPut> topic) {
  SILLOK_CHECK(put_next(entries, leaves, index, topic));
  for (const BytesView entry : entries) {
    const EventView event = EventView::trust(entry);
    if (KeyRegistry::concerns(event.body().act())) registry_->apply(event.position(), event.body());
  }
  return Ok{};
}

Result<Ok> Ledger::reload_registry() {
  *registry_ = KeyRegistry{registry_->genesis()};
  return load_registry();
}

Result<Ok> Ledger::put_next(std::span<const BytesView> entries, std::span<const Hash> leaves,
                            std::span<const RocksLog::IndexPut> index, std::span<const RocksLog::TopicPut> topic) {
  SILLOK_CHECK(log_->append(entries, leaves, index, topic));
  SILLOK_CHECK(anchor_->advance({log_->head().size, log_->head().root, false}, *node_));
  newest_recorded_at_ = EventView::trust(entries.back()).recorded_at();
  const auto destroys = [](BytesView entry) { return EventView::trust(entry).body().act() == Act::kDataKeyDestroyed; };
  if (std::none_of(entries.begin(), entries.end(), destroys)) return Ok{};
  SILLOK_CHECK(forget_destroyed_keys());
  return destroy_pending_keys();
}

Result<Ok> Ledger::forget_destroyed_keys() {
  SILLOK_TRY(are_any, are_keys_destroyed(*log_));
  if (!are_any) return Ok{};
  has_keys_to_destroy_ = access_ == Access::kWrite && !is_sandbox();
  SILLOK_TRY(done, vault_->destroyed_up_to());
  SILLOK_TRY(begin, first_to_destroy(*log_, done));
  destroyed_up_to_ = std::max(destroyed_up_to_, begin);
  SILLOK_TRY(destroyed, destroyed_keys(*log_, destroyed_up_to_, log_->head().size));
  for (const DestroyedKeys& each : destroyed) vault_->forget(each);
  if (!destroyed.empty()) destroyed_up_to_ = destroyed.back().position + 1;
  return Ok{};
}

Result<Ok> Ledger::destroy_pending_keys() {
  if (!has_keys_to_destroy_) return Ok{};
  SILLOK_CRASH_POINT("vault.before_destroying");
  SILLOK_TRY(done, vault_->destroyed_up_to());
  SILLOK_TRY(begin, first_to_destroy(*log_, done));
  SILLOK_TRY(destroyed, destroyed_keys(*log_, begin, anchored().size));
  SILLOK_TRY(was_written, vault_->destroy(destroyed));
  // Who only follows leaves the vault to others, or has none that it can open.
  if (!was_written && can_see(directory_ / "vault" / "CURRENT")) {
    auto store = open_vault_store(directory_, Access::kWrite);
    if (!store && store.error().fault == Fault::unavailable) return Ok{};  // somebody is at it: the next time
    SILLOK_TRY(opened, std::move(store));
    SILLOK_CHECK(destroy_as_logged(*log_, anchored().size, *opened));
  }
  has_keys_to_destroy_ = false;
  return Ok{};
}

Result<Ok> Ledger::leave() { return anchor_->advance({log_->head().size, log_->head().root, true}, *node_); }

Result<Ok> Ledger::settle() {
  // One slot that says `moved` is enough to be taken for that.
  for (int slot = 0; slot < 2; ++slot)
    SILLOK_CHECK(anchor_->advance({log_->head().size, log_->head().root, false}, *node_));
  return Ok{};
}

Result<Ok> Ledger::may_record() const { return check_may_record(directory_); }

Result<Signer> Ledger::ledger_signer() const { return sillok::ledger_signer(directory_, genesis()); }

}  // namespace sillok
