#pragma once
// What a preview has shown, kept beside the ledger (plans/ID-HASH.json) until the plan is carried out: whoever commits
// then carries out what was looked at, or is told what moved since. Several rival plans are kept side by side. Not part
// of the ledger: it may be deleted, and no backup has it.
#include <optional>
#include <string>
#include <vector>

#include "ledger/reorganization/reorganization.h"

namespace sillok::cli {

struct KeptPreview {
  std::string plan, hash;  // hash: hex
  Date effective_on;
  std::uint64_t size = 0;  // of the ledger that it was decided on
  std::vector<PlannedMove> moves;
  std::vector<std::string> left_behind;
  std::size_t problems = 0;
};

KeptPreview kept(const ReorganizationPlan& plan, const Reorganization& outcome, std::uint64_t size);
Result<Ok> keep_preview(const std::string& directory, const KeptPreview& preview);
// Of this very plan; nothing where it was never looked at. Fault::damaged where the file can't be read.
Result<std::optional<KeptPreview>> kept_preview(const std::string& directory, const ReorganizationPlan& plan);
Result<std::vector<KeptPreview>> kept_previews(const std::string& directory);

// A person whom the plan would treat otherwise than was shown; where a side is nothing it doesn't concern her.
struct PreviewDifference {
  std::string person;
  std::optional<PlannedMove> shown, now;
  bool was_left = false, is_left = false;
};
std::vector<PreviewDifference> differences(const KeptPreview& shown, const Reorganization& now);

}  // namespace sillok::cli
