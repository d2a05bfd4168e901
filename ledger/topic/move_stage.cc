#include "ledger/topic/move_stage.h"

#include <fmt/format.h>

#include "ledger/base/durable_file.h"
#include "ledger/base/named_lines.h"
#include "ledger/crypto/hash.h"
#include "ledger/desk/ledger_files.h"
#include "ledger/topic/turn.h"

namespace sillok {
namespace {

constexpr std::string_view kForm = "sillok-moving/v1";

tl::unexpected<Error> storage_failed(const std::filesystem::path& path) {
  return fail(Fault::unavailable, "storage.failed", path.filename().string(),
              "the file could not be changed; check the disk and run the same command again");
}

Result<Ok> remove_all_of(const std::filesystem::path& path) {
  if (remove_durably(path)) return storage_failed(path);
  return Ok{};
}

}  // namespace

Result<std::optional<MoveStage>> read_move_stage(const std::filesystem::path& directory) {
  if (!can_see(moving_path(directory))) return std::optional<MoveStage>{};
  NamedLines lines{content_of(moving_path(directory)), kForm};
  MoveStage moving;
  moving.topic = lines.take("topic");
  moving.heir = lines.take("heir");
  const std::string stage = lines.take("stage");
  for (std::string* each : {&moving.topic, &moving.heir}) {
    if (*each == "-") each->clear();
  }
  moving.is_final = stage == "final";
  const bool goes_one_way = moving.topic.empty() ? hash_from_hex(moving.heir).has_value() : moving.heir.empty();
  if (!lines.are_all() || !goes_one_way || (!moving.is_final && stage != "begun")) {
    return fail(Fault::damaged, "ledger.moving", "MOVING",
                "the file that says how far the move came can't be read; put it back, or restore this ledger from a "
                "verified copy");
  }
  return std::optional{std::move(moving)};
}

Result<Ok> write_move_stage(const std::filesystem::path& directory, const MoveStage& moving) {
  const auto or_dash = [](const std::string& text) { return text.empty() ? std::string{"-"} : text; };
  const std::string text = fmt::format("{}\ntopic {}\nheir {}\nstage {}\n", kForm, or_dash(moving.topic),
                                       or_dash(moving.heir), moving.is_final ? "final" : "begun");
  if (replace_durably(moving_path(directory), text, 0600)) return storage_failed(moving_path(directory));
  return Ok{};
}

Result<Ok> remove_move_stage(const std::filesystem::path& directory) { return remove_all_of(moving_path(directory)); }

Result<MoveStanding> move_standing(const std::filesystem::path& directory) {
  SILLOK_TRY(begun, read_move_stage(directory));
  return MoveStanding{std::move(begun), is_replica(directory)};
}

Result<std::unique_ptr<Ledger>> open_as_it_was(const std::filesystem::path& directory, const MoveStanding& before) {
  const auto open = [&] { return Ledger::open_to_move(directory); };
  SILLOK_TRY(ledger, before.follows ? take_turn(directory, open, kMovePatience) : open());
  SILLOK_TRY(now, move_standing(directory));
  if (now == before) return ledger;
  return fail(Fault::unavailable, "ledger.locked", directory.string(),
              "another `sillok migrate` has just been at work here; run the same command again");
}

std::filesystem::path move_copy_path(const std::filesystem::path& directory) { return directory / "moving"; }
Result<Ok> remove_move_copy(const std::filesystem::path& directory) { return remove_all_of(move_copy_path(directory)); }

}  // namespace sillok
