#pragma once
// What a recorded act says, seen through the rectifications laid over it (contract §3).
// A Fact borrows the bytes of its body: they must outlive it. Copies are cheap; reading a fact is
// safe from several threads as long as nobody lays anything over it meanwhile.
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ledger/base/ids.h"
#include "ledger/event/codec.h"

namespace sillok {

class Fact {
 public:
  Fact(Position position, Instant recorded_at, BodyView body)
      : position_(position), recorded_at_(recorded_at), body_(body), act_(body.act()) {}

  Position position() const { return position_; }
  Instant recorded_at() const { return recorded_at_; }
  Act act() const { return act_; }
  std::string_view subject() const { return body_.subject(); }
  const BodyView& body() const { return body_; }
  // The date it holds from: as replaced by the newest rectification that names it.
  Date effective_on() const;

  bool has(Field field) const;
  std::optional<std::int64_t> number(Field field) const;
  std::optional<Date> date(Field field) const;
  std::optional<std::string_view> text(Field field) const;
  std::vector<std::string_view> texts(Field field) const;
  std::vector<PriorCareer> prior_career() const;

  // The act the value of a field stands in: this one, or the rectification that replaced it.
  Position source_of(Field field) const;
  // The act its effective date stands in: this one, or the rectification that moved it.
  Position dated_by() const { return over_ && over_->dated_by != kNoPosition ? over_->dated_by : position_; }
  // Personal members sealed in this act or in rectifications over it, with the act each stands in.
  std::vector<std::pair<Personal, Position>> personal_sources() const;

  Sex sex() const;  // in the clear, for statistics; a rectification's own where it has one
  std::optional<int> birth_half() const;

  // Set where the act was annulled, revoked or cancelled: only a sanction is still listed then.
  bool is_void() const { return over_ && over_->is_void; }
  // Of a void one: who she is stays known by it. A cancelled appointment takes back the service, not
  // the person.
  bool keeps_identity() const { return over_ && over_->keeps_identity; }

  // Lays a rectification over the fact; the one of the highest
  // position wins, field by field.
  void lay(Position by, std::span<const Patch> patches, std::optional<Date> effective_on);
  void lay_personal(Position by, const BodyView& rectification);
  void move_to(Date effective_on);  // an act on an act holds from its target's date
  void make_void(bool keeps_identity = false);

 private:
  struct Laid {
    Position by = kNoPosition;
    Patch patch;
  };
  struct Over {
    std::vector<Laid> patches;  // in the order laid
    std::vector<std::pair<Personal, Position>> personal;
    std::optional<Date> effective_on;
    Position dated_by = kNoPosition;
    Sex sex = Sex::kUnknown;
    std::optional<int> birth_half;
    bool is_void = false, keeps_identity = false;
  };
  const Laid* laid(Field field) const;
  Over& over();

  Position position_;
  Instant recorded_at_;
  BodyView body_;
  Act act_;
  std::shared_ptr<Over> over_;  // none for most acts; owned by one fact until it is read
};

}  // namespace sillok
