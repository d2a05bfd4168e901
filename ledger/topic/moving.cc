#include "ledger/topic/moving.h"

#include <fmt/format.h>

#include "ledger/base/crash_point.h"
#include "ledger/base/durable_file.h"
#include "ledger/crypto/hash.h"
#include "ledger/crypto/keys.h"
#include "ledger/desk/access_log.h"
#include "ledger/desk/checkpoint_store.h"
#include "ledger/desk/ledger_files.h"
#include "ledger/desk/person_history.h"
#include "ledger/topic/move_stage.h"
#include "ledger/topic/sequencer.h"

namespace sillok {
namespace {

// What the copy keeps of its topic is the directory's from now on.
Result<Ok> take_over(Ledger& source, const TopicOrder& order, std::unique_ptr<Ledger> copy) {
  const auto& directory = source.directory();
  std::vector<RocksLog::TopicPut> rows;
  SILLOK_CHECK(copy->log().topic_scan("", [&](BytesView key, BytesView value) -> Result<Ok> {
    rows.push_back({Bytes{key}, Bytes{value}});
    return Ok{};
  }));
  SILLOK_TRY(home, read_topic_home(copy->directory()));
  // Another run may have begun it, and reached the topic in another way.
  home.brokers = order.brokers;
  home.settings_file = order.settings_file;
  copy.reset();
  SILLOK_CRASH_POINT("move.before_rows");
  SILLOK_CHECK(source.log().put_topic(rows, Durable::kNow));
  SILLOK_CRASH_POINT("move.after_rows");
  SILLOK_CHECK(write_topic_home(directory, home));
  SILLOK_CHECK(tell_store_moved(directory));
  SILLOK_CRASH_POINT("move.before_settling");
  SILLOK_CHECK(source.settle());
  SILLOK_CRASH_POINT("move.after_settling");
  SILLOK_CHECK(remove_move_stage(directory));
  SILLOK_CRASH_POINT("move.before_end");
  return remove_move_copy(directory);
}

// No other copy of this ledger can be where it was going.
Result<CameHome> call_off(const std::filesystem::path& directory, const MoveStanding& standing) {
  const MoveStage& moving = *standing.begun;
  if (moving.is_final) {
    return fail(Fault::unavailable, "ledger.moving", directory.string(),
                fmt::format("all of this ledger may be in topic {} already, and others may record there; run `sillok "
                            "migrate --to kafka` once more, then it can come back",
                            moving.topic));
  }
  SILLOK_TRY(ledger, open_as_it_was(directory, standing));
  SILLOK_CHECK(ledger->settle());
  SILLOK_CHECK(remove_move_stage(directory));
  SILLOK_CHECK(remove_move_copy(directory));
  return CameHome::kNeverLeft;
}

// Whoever is a ledger's home signs its checkpoints and seals what it records.
Result<Ok> need_own_keys(const Ledger& ledger) {
  const auto& directory = ledger.directory();
  if (ledger.is_sandbox()) return Ok{};
  for (const char* kind : {"ledger", "vault"}) {
    if (can_see(key_path(directory, kind))) continue;
    return fail(Fault::misuse, "key.absent", key_path(directory, kind).string(),
                "the ledger's own keys are not in this replica; bring them by `sillok keys export` and `keys import` "
                "first");
  }
  return Ok{};
}

// The topic is over once this returns. `moving` is written down before anything is sent.
Result<Ok> leave_topic(Ledger& ledger, const MoveStage& moving) {
  SILLOK_TRY(home, read_topic_home(ledger.directory()));
  SILLOK_TRY(address, address_of(home));
  SILLOK_TRY(node, node_signer(ledger.directory(), ledger.genesis()));
  SILLOK_TRY(sequencer, TopicSequencer::open_to_move(ledger, address, std::move(node), {}));
  SILLOK_CHECK(sequencer->follower().catch_up(kMovePatience));
  const Hash heir = *hash_from_hex(moving.heir);
  if (sequencer->replica().heir() != heir) SILLOK_CHECK(sequencer->check_may_write());
  SILLOK_CHECK(write_move_stage(ledger.directory(), moving));
  SILLOK_CRASH_POINT("move.before_departure");
  return sequencer->depart(heir);
}

}  // namespace

Result<Ok> move_to_topic(const std::filesystem::path& directory, const TopicOrder& order,
                         const MoveProgress& progress) {
  SILLOK_TRY(standing, move_standing(directory));
  const auto& begun = standing.begun;
  if (begun && begun->topic != order.topic) {
    return fail(Fault::misuse, "ledger.moving", directory.string(),
                begun->topic.empty()
                    ? std::string{"this ledger is coming home from its topic; finish that with `sillok migrate --to "
                                  "embedded`"}
                    : fmt::format("this ledger is on its way to topic {}; go on with that, or call it off with `sillok "
                                  "migrate --to embedded`",
                                  begun->topic));
  }
  if (!begun && standing.follows) {
    SILLOK_TRY(home, read_topic_home(directory));
    if (home.topic != order.topic)
      return fail(Fault::misuse, "topic.is_replica", directory.string(),
                  fmt::format("this ledger is topic {} already; move it home first", home.topic));
    return remove_move_copy(directory);  // it may have been killed over that
  }
  SILLOK_CHECK(check_may_record(directory));
  SILLOK_TRY(address, address_of({order.brokers, order.topic, order.settings_file, {}, 0, {}}));
  SILLOK_TRY(source, open_as_it_was(directory, standing));
  if (!begun) {
    if (source->anchored().moved) return moved_elsewhere(directory.string());
    SILLOK_TRY(node, node_signer(directory, source->genesis()));
    if (!source->registry().is_node(node.public_key())) {
      return fail(Fault::misuse, "topic.node", directory.string(),
                  "this node's key is not registered in the ledger, so nobody would take what it brings into a topic");
    }
    SILLOK_CHECK(create_topic(address, order.replicas, order.timeout));
    SILLOK_CHECK(check_may_bring(*source, order, address));
    SILLOK_CHECK(write_move_stage(directory, {order.topic, {}, false}));
  }
  // It was through but for the last step; it may have grown there since.
  if (begun && begun->is_final && standing.follows && !source->anchored().moved) {
    SILLOK_CHECK(remove_move_stage(directory));
    return remove_move_copy(directory);
  }
  SILLOK_CRASH_POINT("move.before_fence");
  SILLOK_CHECK(source->leave());
  // MOVING stands there: whoever is adding to one now is the last.
  SILLOK_CHECK(wait_for_side_logs(*source, {kPersonsLog, kAccessLog}));
  SILLOK_CRASH_POINT("move.after_fence");
  SILLOK_TRY(copy, bring_into_topic(*source, order, address, progress));
  return take_over(*source, order, std::move(copy));
}

Result<CameHome> move_to_directory(const std::filesystem::path& directory, const Homecoming& homecoming) {
  SILLOK_TRY(standing, move_standing(directory));
  const auto& begun = standing.begun;
  if (begun && !begun->topic.empty()) return call_off(directory, standing);
  if (!begun && !standing.follows) {
    SILLOK_CHECK(read_identity(directory));
    return CameHome::kIsHome;
  }
  SILLOK_CHECK(check_may_record(directory));
  SILLOK_TRY(ledger, open_as_it_was(directory, standing));
  if (!begun && ledger->anchored().moved) return moved_elsewhere(directory.string());
  SILLOK_CHECK(need_own_keys(*ledger));
  MoveStage moving = begun.value_or(MoveStage{{}, to_hex(random_bytes(sizeof(Hash))), false});
  if (!moving.is_final) {
    SILLOK_CHECK(homecoming(*ledger));  // also that they are what the topic has: once it is over nothing mends them
    auto left = leave_topic(*ledger, moving);
    // Nothing of it can come home here any more.
    if (!left && left.error().code == "ledger.moved") SILLOK_CHECK(remove_move_stage(directory));
    SILLOK_CHECK(left);
    SILLOK_CRASH_POINT("move.after_departure");
    moving.is_final = true;
    SILLOK_CHECK(write_move_stage(directory, moving));
  }
  SILLOK_CHECK(homecoming(*ledger));
  std::vector<RocksLog::TopicPut> gone;
  SILLOK_CHECK(ledger->log().topic_scan("", [&](BytesView key, BytesView) -> Result<Ok> {
    gone.push_back({Bytes{key}, std::nullopt});
    return Ok{};
  }));
  SILLOK_CRASH_POINT("move.before_home_rows");
  SILLOK_CHECK(ledger->log().put_topic(gone, Durable::kNow));
  SILLOK_CRASH_POINT("move.after_home_rows");
  SILLOK_CHECK(remove_topic_home(directory));
  SILLOK_CHECK(tell_store_is_home(directory));
  SILLOK_CRASH_POINT("move.before_home_settling");
  SILLOK_CHECK(ledger->settle());
  SILLOK_CRASH_POINT("move.after_home_settling");
  SILLOK_CHECK(remove_move_stage(directory));
  return CameHome::kFromTopic;
}

}  // namespace sillok
