#pragma once
// A vault's store as a map that outlives it, and that can fail once. One thread.
#include <map>
#include <set>

#include "ledger/privacy/vault.h"

namespace sillok::testing {

class MapStore final : public VaultStore {
 public:
  using Disk = std::map<Bytes, Bytes>;
  explicit MapStore(Disk& disk) : disk_(disk) {}
  void fail_next_put() { fails_ = true; }

  Result<std::optional<Bytes>> get(BytesView key) override {
    const auto found = disk_.find(Bytes{key});
    return found == disk_.end() ? std::optional<Bytes>{} : std::optional{found->second};
  }
  Result<Ok> scan(BytesView prefix, const std::function<Result<Ok>(BytesView, BytesView)>& each) override {
    for (auto at = disk_.lower_bound(Bytes{prefix}); at != disk_.end() && at->first.starts_with(prefix); ++at) {
      SILLOK_CHECK(each(at->first, at->second));
    }
    return Ok{};
  }
  Result<Ok> check_files() override { return Ok{}; }
  Result<Ok> change_all(const Rows& rows) override {
    if (std::exchange(fails_, false)) return fail(Fault::unavailable, "test.full", "vault", "no room");
    for (const auto& [key, value] : rows) {
      if (value) disk_[key] = *value;
      else disk_.erase(key);
    }
    return Ok{};
  }
  Result<Ok> purge() override { return Ok{}; }

 private:
  Disk& disk_;
  bool fails_ = false;
};

}  // namespace sillok::testing
