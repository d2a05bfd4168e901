#include "ledger/event/order_line.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "tests/ledger/event/samples.h"

namespace sillok {
namespace {

const std::string kHired =
    R"({"order":"MPM-2024-0012","authority":"1760000","issued_on":"2024-03-02","legal_basis":["SPOA:28"],)"
    R"("drafted_by":"hr.kim","approved_by":"head.lee","acts":[{"act":"hired","person":"P0001",)"
    R"("effective_on":"2024-03-02","data":{"route":"open","class":"general","grade":9,"series":"administration",)"
    R"("unit":"1760000","post":"1760000-HR-07","step":1,"probation_months":6},)"
    R"("personal":{"name":"김하나","birth_on":"1998-05-04","sex":"F","resident_no":"980504-2"}}]})";

// A line with one act.
std::string line_of(const std::string& act) {
  return R"({"order":"1","authority":"A","issued_on":"2024-03-02","legal_basis":[],"acts":[)" + act + "]}";
}
std::string act_of(const std::string& name, const std::string& data) {
  return R"({"act":")" + name + R"(","person":"P1","effective_on":"2024-03-02","data":)" + data + "}";
}

void expect_same(const OrderLine& a, const OrderLine& b) {
  EXPECT_EQ(a.order.header, b.order.header);
  EXPECT_EQ(a.order.acts, b.order.acts);
  EXPECT_EQ(a.recorded_at, b.recorded_at);
  EXPECT_EQ(a.drafter_signature, b.drafter_signature);
  EXPECT_EQ(a.approver_signature, b.approver_signature);
  EXPECT_EQ(a.sealed_bodies, b.sealed_bodies);
  EXPECT_EQ(a.field_keys, b.field_keys);
}

TEST(OrderLine, ReadsTheContractsExample) {
  OrderLineReader reader;
  const auto line = reader.read(kHired);
  ASSERT_TRUE(line) << line.error().where << " " << line.error().message;
  EXPECT_EQ(line->order.header.authority, "1760000");
  ASSERT_EQ(line->order.acts.size(), 1u);
  const PlainAct& act = line->order.acts[0];
  EXPECT_EQ(act.act, Act::kHired);
  EXPECT_EQ(act.subject, "P0001");
  EXPECT_EQ(std::get<std::int64_t>(act.data.at(Field::kGrade)), 9);
  EXPECT_EQ(act.personal.at(Personal::kName), "김하나");
  EXPECT_EQ(boost::json::serialize(data_json(act)),
            R"({"route":"open","class":"general","grade":9,"series":"administration","unit":"1760000",)"
            R"("post":"1760000-HR-07","step":1,"probation_months":6})");
}

TEST(OrderLine, WritesBackWhatItReads) {
  OrderLine line;
  line.order.header = testing::sample_header();
  line.order.header.trust = Trust::kLive;  // a grade of import, never of a line
  for (const Act act : testing::all_acts()) {
    if (kind_of(act).program_only) continue;
    line.order.acts.push_back(testing::sample_act(act, true));
    line.order.acts.push_back(testing::sample_act(act, false));
    line.sealed_bodies.insert(line.sealed_bodies.end(), 2, Bytes{"body"});
    line.field_keys.insert(line.field_keys.end(), 2, {Bytes(32, 'k')});
  }
  line.recorded_at = Instant{1'709'337'600'000'001};
  line.drafter_signature = Bytes(64, 'd');
  line.approver_signature = Bytes(64, 'a');
  OrderLineReader reader;
  const auto again = reader.read(write_order_line(line));
  ASSERT_TRUE(again) << again.error().where << " " << again.error().message;
  expect_same(*again, line);
}

TEST(OrderLine, EveryAcceptedActHasABody) {
  OrderLineReader reader;
  for (const Act act : testing::all_acts()) {
    if (kind_of(act).program_only) continue;
    SCOPED_TRACE(name_of(act));
    OrderLine line;
    line.order.header = testing::sample_header();
    line.order.acts = {testing::sample_act(act)};
    const auto read = reader.read(write_order_line(line));
    ASSERT_TRUE(read);
    const PlainAct& plain = read->order.acts[0];
    EXPECT_TRUE(build_body(plain, testing::seal_openly(plain)));
  }
}

TEST(OrderLine, RefusesAndNamesThePlace) {
  struct Case {
    const char* name;
    std::string line;
    const char* code;
    const char* where;
  };
  const auto hired_with = [](const char* from, const char* to) {
    std::string line = kHired;
    const auto at = line.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    return line.replace(at, std::strlen(from), to);
  };
  const Case cases[] = {
      {"nothing", "", "input.json", ""},
      {"truncated", kHired.substr(0, kHired.size() - 2), "input.json", ""},
      {"two values", kHired + "{}", "input.json", ""},
      {"not an object", "[]", "input.wrong_type", ""},
      {"invalid UTF-8", hired_with("김하나", "\xff\xfe"), "input.encoding", ""},
      {"NFD text", hired_with("김하나", "\xe1\x84\x80\xe1\x85\xb5\xe1\x86\xb7"), "input.text", "acts[0].personal.name"},
      {"control character", hired_with("김하나", "a\\u0007"), "input.text", "acts[0].personal.name"},
      {"bidi character", hired_with("김하나", "a\\u202e"), "input.text", "acts[0].personal.name"},
      {"lone surrogate", hired_with("김하나", "a\\udc00"), "input.json", ""},
      {"wrong type", hired_with("\"grade\":9", "\"grade\":\"9\""), "input.wrong_type", "acts[0].data.grade"},
      {"a fraction for an integer", hired_with("\"grade\":9", "\"grade\":9.0"), "input.wrong_type",
       "acts[0].data.grade"},
      {"a truth for an integer", hired_with("\"grade\":9", "\"grade\":true"), "input.wrong_type", "acts[0].data.grade"},
      {"out of range", hired_with("\"grade\":9", "\"grade\":100"), "input.value", "acts[0].data.grade"},
      {"beyond 64 bits", hired_with("\"grade\":9", "\"grade\":18446744073709551615"), "input.value",
       "acts[0].data.grade"},
      {"null for a unit", hired_with("\"unit\":\"1760000\"", "\"unit\":null"), "input.wrong_type", "acts[0].data.unit"},
      {"unknown act", hired_with("\"act\":\"hired\"", "\"act\":\"hred\""), "input.unknown_act", "acts[0].act"},
      {"act of the program", hired_with("\"act\":\"hired\"", "\"act\":\"genesis\""), "input.unknown_act",
       "acts[0].act"},
      {"unknown field", hired_with("\"step\"", "\"stp\""), "input.unknown_field", "acts[0].data.stp"},
      {"field of another act", hired_with("\"step\"", "\"target\""), "input.unknown_field", "acts[0].data.target"},
      {"unknown header field", hired_with("\"drafted_by\"", "\"drafter\""), "input.unknown_field", "drafter"},
      {"a name as a key", hired_with("\"step\"", "\"김하나\""), "input.unknown_field", "acts[0].data.(another name)"},
      {"missing field", hired_with("\"series\":\"administration\",", ""), "input.missing_field", "acts[0].data.series"},
      {"missing header field", hired_with("\"legal_basis\":[\"SPOA:28\"],", ""), "input.missing_field", "legal_basis"},
      {"missing person", hired_with("\"person\":\"P0001\",", ""), "input.missing_field", "acts[0].person"},
      {"a day that never was", hired_with("\"effective_on\":\"2024-03-02\"", "\"effective_on\":\"2023-02-29\""),
       "input.date", "acts[0].effective_on"},
      {"day zero", hired_with("\"issued_on\":\"2024-03-02\"", "\"issued_on\":\"0000-00-00\""), "input.date",
       "issued_on"},
      {"unknown word", hired_with("\"open\"", "\"side_door\""), "input.value", "acts[0].data.route"},
      {"not a code", hired_with("\"P0001\"", "\"P 1\""), "input.value", "acts[0].person"},
      {"no acts", line_of(""), "input.value", "acts"},
      {"duplicate header key", hired_with("\"order\":\"MPM-2024-0012\"", "\"order\":\"1\",\"order\":\"1\""),
       "input.duplicate_key", "order"},
      {"duplicate field", hired_with("\"step\":1", "\"step\":1,\"step\":1"), "input.duplicate_key",
       "acts[0].data.step"},
      {"duplicate personal", hired_with("\"sex\":\"F\"", "\"sex\":\"F\",\"sex\":\"F\""), "input.duplicate_key",
       "acts[0].personal.sex"},
      {"duplicate escaped key", hired_with("\"step\":1", "\"step\":1,\"st\\u0065p\":1"), "input.duplicate_key",
       "acts[0].data.step"},
      {"other sex", hired_with("\"F\"", "\"X\""), "input.value", "acts[0].personal.sex"},
      {"birth on no day", hired_with("1998-05-04", "1998-02-30"), "input.date", "acts[0].personal.birth_on"},
      {"personal where none may be",
       line_of(R"({"act":"died","person":"P","effective_on":"2024-03-02","personal":{}})"), "input.unknown_field",
       "acts[0].personal"},
      {"a person for a unit's act", line_of(act_of("unit_abolished", R"({"unit":"U"})")), "input.unknown_field",
       "acts[0].person"},
      {"text too long", line_of(act_of("dismissed", "{\"ground\":\"" + std::string(2001, 'x') + "\"}")),
       "input.too_long", "acts[0].data.ground"},
      {"leave without a known ground", line_of(act_of("leave_started", R"({"ground":"LV.NONE","until":"2025-01-01"})")),
       "input.value", "acts[0].data.ground"},
      {"four decimals", line_of(act_of("hours_changed", R"({"hours_per_week":17.0005})")), "input.value",
       "acts[0].data.hours_per_week"},
      {"unknown field to rectify", line_of(act_of("rectified", R"({"target":4,"data":{"grad":3}})")),
       "input.unknown_field", "acts[0].data.data.grad"},
      {"a field twice to rectify", line_of(act_of("rectified", R"({"target":4,"data":{"grade":3,"grade":3}})")),
       "input.duplicate_key", "acts[0].data.data.grade"},
      {"no value to rectify with", line_of(act_of("rectified", R"({"target":4,"data":{"grade":"3"}})")),
       "input.wrong_type", "acts[0].data.data.grade"},
      {"nothing to rectify", line_of(act_of("rectified", R"({"target":4})")), "input.missing_field", "acts[0].data"},
      {"nothing named to rectify", line_of(act_of("rectified", R"({"target":4,"data":{}})")), "input.missing_field",
       "acts[0].data"},
      {"a sealed field of nobody",
       line_of(R"({"act":"rectified","effective_on":"2024-03-02","data":{"target":4,"data":{"facts":"x"}}})"),
       "input.missing_field", "acts[0].person"},
      {"personal data of nobody",
       line_of(R"({"act":"rectified","effective_on":"2024-03-02","data":{"target":4},"personal":{"name":"x"}})"),
       "input.missing_field", "acts[0].person"},
      {"a promotion of nobody",
       line_of(R"({"act":"promoted","effective_on":"2024-03-02","data":{"kind":"ordinary","grade":8}})"),
       "input.missing_field", "acts[0].person"},
      {"personal data updated by none", line_of(act_of("personal_updated", "{}")), "input.missing_field",
       "acts[0].personal"},
      {"personal data updated by nothing",
       line_of(R"({"act":"personal_updated","person":"P","effective_on":"2024-03-02","personal":{}})"), "input.value",
       "acts[0].personal"},
      {"a short signature", hired_with("\"acts\"", "\"signatures\":{\"drafted_by\":\"AAAA\"},\"acts\""), "input.value",
       "signatures.drafted_by"},
      {"one body too few", hired_with("\"acts\"", "\"sealed\":[],\"acts\""), "input.value", "sealed"},
  };
  OrderLineReader reader;
  for (const Case& c : cases) {
    SCOPED_TRACE(c.name);
    const auto line = reader.read(c.line);
    ASSERT_FALSE(line);
    EXPECT_EQ(line.error().fault, Fault::malformed);
    EXPECT_EQ(line.error().code, c.code);
    EXPECT_EQ(line.error().where, c.where);
    EXPECT_EQ(line.error().message.find("하나"), std::string::npos) << "no personal data in errors";
  }
  EXPECT_TRUE(reader.read(kHired)) << "the reader is as good as new after refusals";
}

TEST(OrderLine, DuplicateKeysInRowsAreFound) {
  const auto adopted = [](const std::string& rows) {
    return line_of(
        R"({"act":"policy_adopted","effective_on":"2024-01-01","data":{"table":"T","valid_from":"2024-01-01",)"
        R"("applies_by":"act","legal_reference":"RRPO:5","rows":)" +
        rows + "}}");
  };
  OrderLineReader reader;
  const auto kept = reader.read(adopted(R"([{ "grade": 9, "won": [1, 2.5] }, "plain"])"));
  ASSERT_TRUE(kept) << kept.error().where << kept.error().message;
  const auto rows = std::get<std::vector<std::string>>(kept->order.acts[0].data.at(Field::kRows));
  EXPECT_EQ(rows, (std::vector<std::string>{R"({"grade":9,"won":[1,2.5]})", "plain"}));
  const auto twice = reader.read(adopted(R"([{"a":[{"b":1,"b":2}]}])"));
  ASSERT_FALSE(twice);
  EXPECT_EQ(twice.error().code, "input.duplicate_key");
  EXPECT_EQ(twice.error().where, "acts[0].data.rows[0].a[0].b");
}

TEST(OrderLine, BoundsHoldOnBothSides) {
  OrderLineReader reader;
  std::string wide;
  for (int i = 0; i < 2000; ++i) wide += "가";
  EXPECT_TRUE(reader.read(line_of(act_of("dismissed", "{\"ground\":\"" + wide + "\"}"))));
  EXPECT_FALSE(reader.read(line_of(act_of("dismissed", "{\"ground\":\"" + wide + "가\"}"))));
  const auto list_of = [](std::size_t count) {
    std::string out = "[\"A\"";
    for (std::size_t i = 1; i < count; ++i) out += ",\"A\"";
    return out + "]";
  };
  const auto merged = [&](std::size_t count) {
    return line_of(R"({"act":"unit_merged","effective_on":"2024-01-01","data":{"to":"B","from":)" + list_of(count) +
                   "}}");
  };
  EXPECT_TRUE(reader.read(merged(1024)));
  EXPECT_FALSE(reader.read(merged(1025)));
  std::string longest = kHired;
  longest.resize(kLineBytesMax, ' ');
  EXPECT_TRUE(reader.read(longest));
  longest += ' ';
  const auto over = reader.read(longest);
  ASSERT_FALSE(over);
  EXPECT_EQ(over.error().code, "input.too_long");
}

TEST(OrderLine, TheSameContentInAnotherOrderIsTheSame) {
  OrderLineReader reader;
  const auto a =
      reader.read(line_of(act_of("rectified", R"({"target":4,"data":{"grade":3,"unit":"U","until":"2025-01-01"}})")));
  const auto b =
      reader.read(line_of(act_of("rectified", R"({"data":{"until":"2025-01-01","unit":"U","grade":3},"target":4})")));
  ASSERT_TRUE(a && b);
  EXPECT_EQ(a->order.acts, b->order.acts);
  EXPECT_EQ(boost::json::serialize(data_json(a->order.acts[0])),
            R"({"target":4,"data":{"grade":3,"unit":"U","until":"2025-01-01"}})");
}

TEST(OrderLine, EarlierCareersCanBeRectified) {
  OrderLineReader reader;
  const std::string said =
      R"({"target":4,"data":{"prior_career":[{"from":"2010-01-01","to":"2012-01-01","grade":8,"percent":80}]}})";
  const auto line = reader.read(line_of(act_of("rectified", said)));
  ASSERT_TRUE(line) << line.error().where << " " << line.error().message;
  EXPECT_EQ(boost::json::serialize(data_json(line->order.acts[0])), said);
  const auto without_end =
      reader.read(line_of(act_of("rectified", R"({"target":4,"data":{"prior_career":[{"from":"2010-01-01"}]}})")));
  ASSERT_FALSE(without_end);
  EXPECT_EQ(without_end.error().where, "acts[0].data.data.prior_career[0].to");
}

TEST(OrderLine, ReadsDecimalsExactly) {
  OrderLineReader reader;
  struct Case {
    const char* text;
    std::int64_t thousandths;
  };
  for (const Case& c :
       {Case{"17.5", 17500}, Case{"20", 20000}, Case{"0.001", 1}, Case{"0", 0}, Case{"34.999", 34999}}) {
    SCOPED_TRACE(c.text);
    const auto line = reader.read(line_of(act_of("hours_changed", std::string{"{\"hours_per_week\":"} + c.text + "}")));
    ASSERT_TRUE(line);
    EXPECT_EQ(std::get<std::int64_t>(line->order.acts[0].data.at(Field::kHoursPerWeek)), c.thousandths);
  }
}

}  // namespace
}  // namespace sillok
