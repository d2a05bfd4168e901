#include "ledger/event/codec.h"

#include <gtest/gtest.h>

#include "tests/ledger/event/samples.h"

namespace sillok {
namespace {

using testing::all_acts;
using testing::sample_act;
using testing::seal_openly;

Bytes body_of(const PlainAct& act) {
  auto body = build_body(act, seal_openly(act));
  EXPECT_TRUE(body) << name_of(act.act) << " " << body.error().where << " " << body.error().message;
  return body.value_or(Bytes{});
}

// Fails unless the act is refused; gives the field that was named.
std::string refused_at(const PlainAct& act) {
  const auto body = build_body(act, seal_openly(act));
  EXPECT_FALSE(body) << "accepted";
  if (body) return "accepted";
  EXPECT_EQ(body.error().fault, Fault::malformed);
  EXPECT_EQ(body.error().code, "event.malformed");
  return body.error().where;
}

TEST(Body, GivesBackEveryKindOfAct) {
  for (const Act act : all_acts()) {
    for (const bool optional_fields : {true, false}) {
      SCOPED_TRACE(std::string{name_of(act)} + (optional_fields ? " with all fields" : " with the least"));
      const PlainAct plain = sample_act(act, optional_fields);
      const Bytes bytes = body_of(plain);
      const auto view = BodyView::check(bytes);
      ASSERT_TRUE(view);
      EXPECT_EQ(plain_act(*view, testing::OpenOpener{}), plain);
      EXPECT_EQ(plain_act(BodyView::trust(bytes), testing::OpenOpener{}), plain);
    }
  }
}

TEST(Body, ReadsFieldsByTheirType) {
  const Bytes bytes = body_of(sample_act(Act::kHired));
  const BodyView hired = BodyView::trust(bytes);
  EXPECT_EQ(hired.text(Field::kRoute), "open");
  EXPECT_EQ(hired.number(Field::kGrade), 7);
  EXPECT_EQ(hired.date(Field::kUntil), Date{19784});
  EXPECT_EQ(hired.prior_career().size(), 2u);
  EXPECT_FALSE(hired.text(Field::kGrade));
  EXPECT_FALSE(hired.number(Field::kTarget));
  EXPECT_FALSE(hired.has(Field::kTarget));
  EXPECT_EQ(hired.sex(), Sex::kFemale);
  EXPECT_EQ(hired.expected_revision(), 3u);
}

TEST(Body, TellsAnExplicitNullFromAbsence) {
  PlainAct act = sample_act(Act::kPromoted, false);
  act.data[Field::kGrade] = std::monostate{};
  const Bytes without = body_of(act);
  act.data[Field::kSeries] = std::monostate{};
  const Bytes with = body_of(act);
  EXPECT_FALSE(BodyView::trust(without).has(Field::kSeries));
  EXPECT_TRUE(BodyView::trust(with).has(Field::kSeries));
  EXPECT_FALSE(BodyView::trust(with).text(Field::kSeries));
  EXPECT_TRUE(BodyView::trust(with).has(Field::kGrade));
  EXPECT_FALSE(BodyView::trust(with).number(Field::kGrade));
}

TEST(Body, KeepsHalfYearOfBirthAndNoMore) {
  struct Case {
    const char* born;
    int half;
  };
  for (const Case& c :
       {Case{"1998-01-01", 3996}, Case{"1998-06-30", 3996}, Case{"1998-07-01", 3997}, Case{"1998-12-31", 3997}}) {
    SCOPED_TRACE(c.born);
    PlainAct act = sample_act(Act::kPersonalUpdated);
    act.personal[Personal::kBirthOn] = c.born;
    const Bytes bytes = body_of(act);
    EXPECT_EQ(BodyView::trust(bytes).birth_half(), c.half);
  }
}

TEST(Body, SealedFieldsStandInNoTable) {
  const PlainAct act = sample_act(Act::kSanctioned);
  const Bytes bytes = body_of(act);
  const BodyView view = BodyView::trust(bytes);
  EXPECT_TRUE(view.has(Field::kFacts));
  EXPECT_FALSE(view.text(Field::kFacts));
  ASSERT_EQ(view.sealed_count(), 1u);
  EXPECT_EQ(view.sealed(0).field, Field::kFacts);
  EXPECT_EQ(view.sealed(0).nonce, seal_openly("").nonce);
  EXPECT_EQ(std::get<std::string>(plain_act(view, testing::KeylessOpener{}).data.at(Field::kFacts)), "ERASED");
}

TEST(Body, RectifiedSealedFieldIsNotAmongThePatches) {
  const Bytes bytes = body_of(sample_act(Act::kRectified));
  const BodyView view = BodyView::trust(bytes);
  for (const Patch& patch : view.patches()) EXPECT_NE(patch.field, Field::kFacts);
  EXPECT_EQ(bytes.find("고친 사실"), bytes.rfind("고친 사실")) << "once, in the ciphertext of the test's open sealing";
}

TEST(Body, RefusesWhatWouldLoseAPersonalField) {
  const PlainAct act = sample_act(Act::kSanctioned);
  const auto body = build_body(act, {});
  ASSERT_FALSE(body);
  EXPECT_EQ(body.error().where, "sealed");
}

TEST(Body, RefusesFieldsThatDoNotHold) {
  const auto with = [](Act kind, Field field, Value value) {
    PlainAct act = sample_act(kind);
    act.data[field] = std::move(value);
    return refused_at(act);
  };
  const auto text = [](std::string value) { return Value{std::move(value)}; };
  EXPECT_EQ(with(Act::kHired, Field::kGrade, std::int64_t{100}), "grade");
  EXPECT_EQ(with(Act::kHired, Field::kGrade, std::int64_t{-1}), "grade");
  EXPECT_EQ(with(Act::kHired, Field::kStep, std::int64_t{0}), "step");
  EXPECT_EQ(with(Act::kHired, Field::kRoute, text("unheard")), "route");
  EXPECT_EQ(with(Act::kHired, Field::kRoute, text("open|career")), "route");
  EXPECT_EQ(with(Act::kHired, Field::kUnit, text("a b")), "unit");
  EXPECT_EQ(with(Act::kHired, Field::kUnit, std::monostate{}), "unit");
  EXPECT_EQ(with(Act::kHired, Field::kUnit, std::int64_t{4}), "unit");
  EXPECT_EQ(with(Act::kHired, Field::kUntil, std::int64_t{2'932'897}), "until");
  EXPECT_EQ(with(Act::kHired, Field::kUntil, std::int64_t{1} << 40), "until");
  EXPECT_EQ(with(Act::kHired, Field::kPriorCareer, std::vector<PriorCareer>(65)), "prior_career");
  EXPECT_EQ(with(Act::kDismissed, Field::kGround, text("")), "ground");
  EXPECT_EQ(with(Act::kDismissed, Field::kGround, text(std::string(2001, 'x'))), "ground");
  EXPECT_EQ(with(Act::kDismissed, Field::kGround, text("two\nlines")), "ground");
  EXPECT_EQ(with(Act::kDismissed, Field::kGround, text("\xe2\x80\xaeturned")), "ground");
  EXPECT_EQ(with(Act::kDismissed, Field::kGround, text("\xff")), "ground");
  EXPECT_EQ(with(Act::kUnitMerged, Field::kFrom, std::vector<std::string>{}), "from");
  EXPECT_EQ(with(Act::kUnitMerged, Field::kTo, text("another-unit")), "to");
  EXPECT_EQ(with(Act::kUnitMerged, Field::kFrom, std::vector<std::string>(1025, "A")), "from");
  EXPECT_EQ(with(Act::kDied, Field::kGrade, std::int64_t{5}), "data");
  EXPECT_EQ(with(Act::kSeconded, Field::kSeparateQuota, std::int64_t{2}), "separate_quota");
  PlainAct missing = sample_act(Act::kHired);
  missing.data.erase(Field::kSeries);
  EXPECT_EQ(refused_at(missing), "series");
  missing = sample_act(Act::kHired);
  missing.subject.clear();
  EXPECT_EQ(refused_at(missing), "subject");
  PlainAct ours = sample_act(Act::kPolicyAdopted);
  ours.subject = "P0001";
  EXPECT_EQ(refused_at(ours), "subject");
}

TEST(Body, AcceptsTheVeryBounds) {
  PlainAct act = sample_act(Act::kDismissed);
  act.data[Field::kGround] = std::string(2000, 'x');
  body_of(act);
  std::string wide;
  for (int i = 0; i < 2000; ++i) wide += "가";
  act.data[Field::kGround] = wide;
  body_of(act);
  act = sample_act(Act::kHired);
  act.data[Field::kUntil] = std::int64_t{kLastDay.days};
  act.data[Field::kPriorCareer] = std::vector<PriorCareer>(64, {Date{1}, Date{2}, {}, 100});
  body_of(act);
}

TEST(Body, TooLongForAnEntryIsMalformed) {
  PlainAct act = sample_act(Act::kPolicyAdopted);
  act.data[Field::kRows] = std::vector<std::string>(40, std::string(1990, 'x'));
  refused_at(act);
}

TEST(Header, GivesBackWhatWasWritten) {
  for (const bool full : {true, false}) {
    PlainHeader header = testing::sample_header();
    if (!full) {
      header = {};
      header.order = "1";
      header.authority = "A";
      header.drafted_by = "a";
      header.approved_by = "b";
    }
    const auto bytes = build_header(header);
    ASSERT_TRUE(bytes);
    const auto view = HeaderView::check(*bytes);
    ASSERT_TRUE(view);
    EXPECT_EQ(view->plain(), header);
    EXPECT_EQ(view->command_id(), header.command_id);
  }
}

TEST(Header, RefusesNamesThatAreNone) {
  PlainHeader header = testing::sample_header();
  header.approved_by = "head lee";
  ASSERT_FALSE(build_header(header));
  EXPECT_EQ(build_header(header).error().where, "approved_by");
  header = testing::sample_header();
  header.evidence[0].sha256 = "00";
  EXPECT_FALSE(build_header(header));
}

TEST(Entry, GivesBackEnvelopeOpeningAndBody) {
  const Bytes body = body_of(sample_act(Act::kHired));
  const Bytes header = *build_header(testing::sample_header());
  const Opening opening = testing::sample_opening(header);
  EntryBuilder builder;
  Envelope envelope{7, Instant{1'700'000'000'000'001}, {}, 4, 3, 0};
  envelope.previous.fill(0x99);
  const auto built = builder.build(envelope, &opening, body);
  ASSERT_TRUE(built);
  const Bytes entry{*built};
  const auto event = EventView::check(entry);
  ASSERT_TRUE(event) << event.error().message;
  EXPECT_EQ(event->position(), 7u);
  EXPECT_EQ(event->recorded_at(), envelope.recorded_at);
  EXPECT_EQ(event->previous(), envelope.previous);
  EXPECT_EQ(event->revision(), 4u);
  EXPECT_EQ(event->person_previous(), 3u);
  EXPECT_EQ(event->order_position(), 7u);
  EXPECT_EQ(event->body_bytes(), body);
  const auto opened = event->opening();
  ASSERT_TRUE(opened);
  EXPECT_EQ(opened->header, header);
  EXPECT_EQ(opened->act_count, 1u);
  EXPECT_EQ(opened->act_root, opening.act_root);
  EXPECT_EQ(opened->drafter_signature, opening.drafter_signature);
  EXPECT_EQ(opened->approver_signature, opening.approver_signature);
  EXPECT_EQ(opened->drafter_key, 2u);
  EXPECT_EQ(opened->approver_key, kNoPosition);
  EXPECT_EQ(opened->drafter_grant, kNoPosition);
  EXPECT_EQ(opened->approver_grant, 5u);
}

TEST(Entry, OnlyTheFirstOfAnOrderOpensIt) {
  const Bytes body = body_of(sample_act(Act::kDied));
  const Bytes header = *build_header(testing::sample_header());
  const Opening opening = testing::sample_opening(header);
  EntryBuilder builder;
  const auto accepted = [&](std::uint32_t index, bool opens) {
    const Bytes entry{*builder.build(Envelope{9, {}, {}, 1, kNoPosition, index}, opens ? &opening : nullptr, body)};
    return EventView::check(entry).has_value();
  };
  EXPECT_TRUE(accepted(0, true));
  EXPECT_TRUE(accepted(3, false));
  EXPECT_FALSE(accepted(0, false));
  EXPECT_FALSE(accepted(3, true));
  EXPECT_FALSE(accepted(10, false)) << "an index beyond its own position";
}

TEST(Entry, RefusesMoreThanAnEntryHolds) {
  EntryBuilder builder;
  const auto built = builder.build(Envelope{}, nullptr, Bytes(65'500, 'x'));
  ASSERT_FALSE(built);
  EXPECT_EQ(built.error().fault, Fault::malformed);
}

}  // namespace
}  // namespace sillok
