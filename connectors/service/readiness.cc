#include "connectors/service/readiness.h"

#include <algorithm>

namespace sillok::service {

std::vector<Readiness::Found> Readiness::look() const {
  std::vector<Found> found;
  found.reserve(checks_.size());
  for (const auto& [name, check] : checks_) found.push_back({name, check()});
  return found;
}

std::vector<std::string> Readiness::names() const {
  std::vector<std::string> names;
  for (const auto& each : checks_) names.push_back(each.first);
  return names;
}

bool Readiness::holds(const std::string& name) const {
  return std::any_of(checks_.begin(), checks_.end(),
                     [&](const auto& each) { return each.first == name && !each.second(); });
}

std::string to_lines(const std::vector<Readiness::Found>& found) {
  std::string lines;
  for (const Readiness::Found& each : found)
    lines += (each.trouble ? "[-]" : "[+]") + each.name + ' ' + each.trouble.value_or("ok") + '\n';
  return lines;
}

bool all_hold(const std::vector<Readiness::Found>& found) {
  return std::none_of(found.begin(), found.end(), [](const Readiness::Found& each) { return each.trouble; });
}

}  // namespace sillok::service
