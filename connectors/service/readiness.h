#pragma once
// The named conditions under which this process is ready to be asked (`/readyz`). Whoever runs in it adds its own
// before the first look. Looking is for several threads at once; so are the checks.
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "ledger/base/error.h"

namespace sillok::service {

class Readiness {
 public:
  // Nothing where it holds; else what does not, behind the name: `behind by 120 events`. It answers from what is known,
  // within microseconds: anybody may ask.
  using Check = std::function<std::optional<std::string>()>;
  struct Found {
    std::string name;
    std::optional<std::string> trouble;
  };

  // Shown in the order in which they were added.
  void add(std::string name, Check check) { checks_.emplace_back(std::move(name), std::move(check)); }
  std::vector<Found> look() const;
  std::vector<std::string> names() const;
  bool holds(const std::string& name) const;  // false for an unknown one

 private:
  std::vector<std::pair<std::string, Check>> checks_;
};

// `[+]log ok` or `[-]views behind by 120 events`, a line each.
std::string to_lines(const std::vector<Readiness::Found>& found);
bool all_hold(const std::vector<Readiness::Found>& found);
// An error as a check tells it to whoever asks: its code. What a stranger need not know of this machine, such as
// paths, goes to the operator's stderr (Tell).
inline std::string trouble_of(const Error& error) { return error.code; }

}  // namespace sillok::service
