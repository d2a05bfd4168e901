#include "ledger/privacy/data_key_check.h"

#include <fmt/format.h>

#include <algorithm>

#include "ledger/privacy/sealed_field.h"

namespace sillok {

void DataKeyCheck::look_at(const EventView& event) {
  const BodyView body = event.body();
  const std::size_t count = body.sealed_count();
  if (count == 0 || error_) return;
  auto& known = seen_[std::string{body.subject()}];
  for (std::size_t i = 0; i < count && !error_; ++i) {
    const SealedField field = body.sealed(i);
    const std::pair key{key_class_of(field), field.key_id};
    if (std::find(known.begin(), known.end(), key) != known.end()) continue;
    known.push_back(key);
    if (auto found = vault_.find(body.subject(), key.first, key.second); !found) {
      error_ = std::move(found).error();
      error_->where = fmt::format("position {}", event.position());
    }
  }
}

}  // namespace sillok
