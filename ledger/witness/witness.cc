#include "ledger/witness/witness.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iterator>

#include "ledger/base/crash_point.h"
#include "ledger/base/durable_file.h"
#include "ledger/base/invariant.h"
#include "ledger/crypto/cosignature.h"
#include "ledger/crypto/hash.h"
#include "ledger/crypto/merkle.h"
#include "ledger/witness/add_checkpoint.h"

namespace sillok {
namespace {

std::string hash_of(std::string_view origin) { return to_hex(view(sha256({origin}))); }

WitnessService::Answer refuse(unsigned status, std::string why) { return {status, std::move(why) + '\n'}; }

}  // namespace

WitnessService::WitnessService(std::filesystem::path directory, const NoteKey& key, Signer signer,
                               std::unique_ptr<FileLock> lock)
    : directory_(std::move(directory)), key_(key), signer_(std::move(signer)), lock_(std::move(lock)) {}

WitnessService::~WitnessService() = default;

Result<std::unique_ptr<WitnessService>> WitnessService::open(const std::filesystem::path& directory, const NoteKey& key,
                                                             Signer signer, const std::vector<NoteKey>& logs) {
  if (create_directories_durably(directory))
    return fail(Fault::unavailable, "witness.state", directory.string(),
                "the directory of the witness can't be made; check the disk and your rights");
  auto lock = std::make_unique<FileLock>(directory / "lock", FileLock::Wait::kNo, 0600);
  if (!lock->is_held())
    return fail(Fault::unavailable, "witness.locked", directory.string(),
                "another witness serves this directory, or it can't be written; one process serves it at a time");
  std::unique_ptr<WitnessService> service{new WitnessService(directory, key, std::move(signer), std::move(lock))};
  for (const NoteKey& log : logs) SILLOK_CHECK(service->load(log));
  return service;
}

// What it cosigned before must hold, or it could cosign another past.
Result<Ok> WitnessService::load(const NoteKey& key) {
  const std::string hash = hash_of(key.name);
  if (logs_.contains(hash))
    return fail(Fault::misuse, "witness.log_twice", key.name, "this log is named twice; one key signs for an origin");
  Log log{key, {}, {key.name, 0, empty_tree_root()}};
  const std::filesystem::path path = directory_ / hash;
  std::error_code unknown;
  if (std::filesystem::exists(path, unknown) || unknown) {
    std::ifstream in(path, std::ios::binary);
    log.note.assign(std::istreambuf_iterator<char>(in), {});
    if (!in) return fail(Fault::unavailable, "witness.state", path.string(), "the state of the witness can't be read");
    const auto damaged = [&] {
      return fail(Fault::damaged, "witness.state_damaged", path.string(),
                  "what this witness cosigned last does not hold; put the file back from a copy that is as new, or "
                  "retire this witness's key");
    };
    const auto note = parse_note(log.note);
    if (!note) return damaged();
    const auto own = cosigned_at(*note, key_);
    const auto checkpoint = open_checkpoint(*note, key.name, key);
    if (!own || !*own || !checkpoint) return damaged();
    log.checkpoint = *checkpoint;
  }
  logs_.emplace(hash, std::move(log));
  return Ok{};
}

WitnessService::Answer WitnessService::add_checkpoint(std::string_view body, std::int64_t now) {
  const auto request = parse_add_checkpoint(body);
  if (!request) return refuse(400, request.error().message);
  const auto note = parse_note(request->checkpoint);
  if (!note) return refuse(400, note.error().message);
  const std::lock_guard lock(mutex_);
  const auto found = logs_.find(hash_of(note->text.substr(0, note->text.find('\n'))));
  if (found == logs_.end()) return refuse(404, "this witness knows no log of that origin");
  Log& log = found->second;
  const auto checkpoint = open_checkpoint(*note, log.key.name, log.key);
  if (!checkpoint) {
    const Error& error = checkpoint.error();
    if (error.fault == Fault::damaged) return refuse(403, error.message);
    return refuse(error.code == "checkpoint.empty_root" ? 422 : 400, error.message);
  }
  if (checkpoint->size < request->old_size) return refuse(400, "the old size is above the checkpoint's");
  if (request->old_size != log.checkpoint.size)
    return {409, std::to_string(log.checkpoint.size) + '\n', "text/x.tlog.size"};
  if (!check_consistency(log.checkpoint.size, log.checkpoint.root, checkpoint->size, checkpoint->root, request->path))
    return refuse(422, "the checkpoint does not contain the one cosigned before");
  return cosign_newer(log, *note, *checkpoint, now);
}

WitnessService::Answer WitnessService::cosign_newer(Log& log, const Note& note, const Checkpoint& checkpoint,
                                                    std::int64_t now) {
  // The log's own signature alone is kept of what came with it, and once: the others were not looked at, and a note of
  // too many lines could not be read again.
  std::string kept{note.text};
  kept += '\n';
  const auto own = std::find_if(note.signatures.begin(), note.signatures.end(), [&](const NoteSignature& line) {
    return line.name == log.key.name && line.key_id == log.key.id;
  });
  SILLOK_INVARIANT(own != note.signatures.end(), "a checkpoint was opened by the log's key");
  kept += note_signature_line(log.key, own->signature);
  const std::string cosignature = cosign(note.text, now, key_, signer_);
  kept += cosignature;
  const std::filesystem::path path = directory_ / hash_of(log.key.name), fresh = path.string() + ".new";
  std::error_code none_left;
  std::filesystem::remove(fresh, none_left);  // of a process that was killed in between
  if (create_durably(fresh, kept, 0600)) return refuse(500, "the witness can't store what it would cosign");
  SILLOK_CRASH_POINT("witness.before_rename");
  if (rename_durably(fresh, path)) return refuse(500, "the witness can't store what it would cosign");
  SILLOK_CRASH_POINT("witness.before_answer");
  log.note = kept;
  log.checkpoint = checkpoint;
  return {200, cosignature};
}

WitnessService::Answer WitnessService::newest(std::string_view origin_hash) const {
  const std::lock_guard lock(mutex_);
  const auto found = logs_.find(origin_hash);
  if (found == logs_.end() || found->second.note.empty()) return refuse(404, "nothing of that log was cosigned here");
  return {200, found->second.note};
}

}  // namespace sillok
