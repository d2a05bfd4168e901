#include "ledger/record/fact.h"

namespace sillok {

Fact::Over& Fact::over() {
  if (!over_) {
    over_ = std::make_shared<Over>();
  } else if (over_.use_count() > 1) {
    over_ = std::make_shared<Over>(*over_);  // a copy of this fact keeps what it saw
  }
  return *over_;
}

const Fact::Laid* Fact::laid(Field field) const {
  if (!over_) return nullptr;
  const Laid* newest = nullptr;
  for (const Laid& each : over_->patches) {
    if (each.patch.field == field && (!newest || newest->by <= each.by)) newest = &each;
  }
  return newest;
}

Date Fact::effective_on() const { return over_ && over_->effective_on ? *over_->effective_on : body_.effective_on(); }

bool Fact::has(Field field) const {
  const Laid* patch = laid(field);
  if (patch) return !std::holds_alternative<std::monostate>(patch->patch.value);
  return body_.has(field);
}

std::optional<std::int64_t> Fact::number(Field field) const {
  const Laid* patch = laid(field);
  if (!patch) return body_.number(field);
  const auto* value = std::get_if<std::int64_t>(&patch->patch.value);
  return value ? std::optional{*value} : std::nullopt;
}

std::optional<Date> Fact::date(Field field) const {
  const Laid* patch = laid(field);
  if (!patch) return body_.date(field);
  const auto* value = std::get_if<std::int64_t>(&patch->patch.value);
  return value ? std::optional{Date{static_cast<std::int32_t>(*value)}} : std::nullopt;
}

std::optional<std::string_view> Fact::text(Field field) const {
  const Laid* patch = laid(field);
  if (!patch) return body_.text(field);
  const auto* value = std::get_if<std::string>(&patch->patch.value);
  return value ? std::optional<std::string_view>{*value} : std::nullopt;
}

std::vector<std::string_view> Fact::texts(Field field) const {
  const Laid* patch = laid(field);
  if (!patch) return body_.texts(field);
  const auto* value = std::get_if<std::vector<std::string>>(&patch->patch.value);
  return value ? std::vector<std::string_view>(value->begin(), value->end()) : std::vector<std::string_view>{};
}

std::vector<PriorCareer> Fact::prior_career() const {
  const Laid* patch = laid(Field::kPriorCareer);
  if (!patch) return body_.prior_career();
  const auto* value = std::get_if<std::vector<PriorCareer>>(&patch->patch.value);
  return value ? *value : std::vector<PriorCareer>{};
}

Position Fact::source_of(Field field) const {
  const Laid* patch = laid(field);
  return patch ? patch->by : position_;
}

std::vector<std::pair<Personal, Position>> Fact::personal_sources() const {
  std::vector<std::pair<Personal, Position>> sources;
  for (std::size_t i = 0; i < body_.sealed_count(); ++i) {
    const SealedField field = body_.sealed(i);
    if (field.is_personal) sources.emplace_back(field.personal, position_);
  }
  if (over_) sources.insert(sources.end(), over_->personal.begin(), over_->personal.end());
  return sources;
}

void Fact::lay(Position by, std::span<const Patch> patches, std::optional<Date> effective_on) {
  Over& mine = over();
  for (const Patch& patch : patches) mine.patches.push_back({by, patch});
  if (!effective_on) return;
  mine.effective_on = effective_on;
  mine.dated_by = by;
}

void Fact::lay_personal(Position by, const BodyView& rectification) {
  for (std::size_t i = 0; i < rectification.sealed_count(); ++i) {
    const SealedField field = rectification.sealed(i);
    if (field.is_personal) over().personal.emplace_back(field.personal, by);
  }
  if (rectification.sex() != Sex::kUnknown) over().sex = rectification.sex();
  if (rectification.birth_half()) over().birth_half = rectification.birth_half();
}

Sex Fact::sex() const { return over_ && over_->sex != Sex::kUnknown ? over_->sex : body_.sex(); }

std::optional<int> Fact::birth_half() const {
  return over_ && over_->birth_half ? over_->birth_half : body_.birth_half();
}

void Fact::move_to(Date effective_on) { over().effective_on = effective_on; }

void Fact::make_void(bool keeps_identity) {
  over().is_void = true;
  over().keeps_identity = keeps_identity;
}

}  // namespace sillok
