#include "projections/statistics/present.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <unordered_map>

#include "projections/base/changes.h"
#include "projections/base/keys.h"

namespace sillok {
namespace {

constexpr std::string_view kDimensions[] = {"ministry", "unit",        "class", "grade",  "series", "sex",
                                            "age_band", "tenure_band", "kind",  "ground", "year",   "month"};

void put_text(Bytes& out, std::string_view text) {
  put_varint(out, text.size());
  out.append(text);
}

bool get_text(BytesView& in, std::string& text) {
  std::uint64_t size = 0;
  if (!get_varint(in, size) || size > in.size()) return false;
  text = Bytes(in.substr(0, size));
  in.remove_prefix(size);
  return true;
}

// Full years from one day to another.
int years_between(Date from, Date to) {
  const YearMonthDay a = split(from), b = split(to);
  return b.year - a.year - (b.month * 32 + b.day < a.month * 32 + a.day ? 1 : 0);
}

// By the first day of the half-year of birth: that is all that stands in the clear.
std::string age_band(int birth_half, Date on) {
  const auto born = make_date(birth_half / 2, birth_half % 2 == 0 ? 1 : 7, 1);
  const int age = born ? years_between(*born, on) : 0;
  if (age < 20) return "-19";
  if (age >= 60) return "60+";
  const int low = age / 5 * 5;
  return fmt::format("{}-{}", low, low + 4);
}

std::string tenure_band(Date hired_on, Date on) {
  const int years = years_between(hired_on, on);
  if (years < 1) return "<1";
  if (years < 5) return "1-4";
  if (years < 10) return "5-9";
  if (years < 20) return "10-19";
  if (years < 30) return "20-29";
  return "30+";
}

std::optional<std::string> text_or_null(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional{text};
}

bool is_number(const std::string& text, long& value) {
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  return read.ec == std::errc() && read.ptr == text.data() + text.size();
}

// Numbers by value, then texts, null last.
bool comes_before(const std::optional<std::string>& a, const std::optional<std::string>& b) {
  if (!a || !b) return a.has_value() && !b.has_value();
  long left = 0, right = 0;
  const bool left_is_number = is_number(*a, left), right_is_number = is_number(*b, right);
  if (left_is_number != right_is_number) return left_is_number;
  return left_is_number && left != right ? left < right : *a < *b;
}

}  // namespace

std::span<const std::string_view> present_dimensions() { return kDimensions; }

std::optional<std::string> dimension_value(std::string_view dimension, const Standing& standing, Date on,
                                           const OrganizationState& organization) {
  if (dimension == "ministry") {
    return standing.unit.empty() ? std::nullopt : std::optional{organization.ministry_of(standing.unit, on)};
  }
  if (dimension == "unit") return text_or_null(standing.unit);
  if (dimension == "class") return text_or_null(standing.class_code);
  if (dimension == "grade") return standing.grade ? std::optional{std::to_string(*standing.grade)} : std::nullopt;
  if (dimension == "series") return text_or_null(standing.series);
  if (dimension == "sex") {
    if (standing.sex == Sex::kUnknown) return std::nullopt;
    return standing.sex == Sex::kFemale ? "F" : "M";
  }
  if (dimension == "age_band")
    return standing.birth_half ? std::optional{age_band(*standing.birth_half, on)} : std::nullopt;
  if (dimension == "tenure_band")
    return standing.hired_on ? std::optional{tenure_band(*standing.hired_on, on)} : std::nullopt;
  if (dimension == "kind") return std::string(name_of(standing.status));
  if (dimension == "ground") return text_or_null(standing.leave_ground);
  if (dimension == "year") return to_string(on).substr(0, 4);
  if (dimension == "month") return to_string(on).substr(0, 7);
  return std::nullopt;
}

Bytes encode_standing(const Standing& standing) {
  Bytes out;
  put_varint(out, static_cast<std::uint64_t>(standing.status));
  put_varint(out, static_cast<std::uint64_t>(standing.sex));
  put_varint(out, standing.grade ? static_cast<std::uint64_t>(*standing.grade) + 1 : 0);
  put_varint(out, standing.birth_half ? static_cast<std::uint64_t>(*standing.birth_half) + 1 : 0);
  put_varint(out, standing.hired_on
                      ? (std::uint64_t{static_cast<std::uint32_t>(standing.hired_on->days) ^ 0x80000000u}) + 1
                      : 0);
  for (const auto* text : {&standing.unit, &standing.class_code, &standing.series, &standing.leave_ground})
    put_text(out, *text);
  return out;
}

std::optional<Standing> decode_standing(BytesView in) {
  Standing standing;
  std::uint64_t status = 0, sex = 0, grade = 0, birth_half = 0, hired_on = 0;
  if (!get_varint(in, status) || !get_varint(in, sex) || !get_varint(in, grade) || !get_varint(in, birth_half) ||
      !get_varint(in, hired_on) || status > static_cast<std::uint64_t>(Status::kSeparated) ||
      sex > static_cast<std::uint64_t>(Sex::kMale)) {
    return std::nullopt;
  }
  standing.status = static_cast<Status>(status);
  standing.sex = static_cast<Sex>(sex);
  if (grade > 0) standing.grade = static_cast<std::int64_t>(grade - 1);
  if (birth_half > 0) standing.birth_half = static_cast<int>(birth_half - 1);
  if (hired_on > 0)
    standing.hired_on = Date{static_cast<std::int32_t>(static_cast<std::uint32_t>(hired_on - 1) ^ 0x80000000u)};
  for (auto* text : {&standing.unit, &standing.class_code, &standing.series, &standing.leave_ground}) {
    if (!get_text(in, *text)) return std::nullopt;
  }
  return in.empty() ? std::optional{standing} : std::nullopt;
}

void put_present_entry(ViewStore& store, std::string_view person, Date date, Position position, BytesView changes) {
  Bytes key(1, kPresentKey);
  put_date(key, date);
  put_u64(key, position);
  key.append(person);
  store.put(key, changes);
  // Whoever is in a unit came into it by some entry that doesn't take her out of it as well.
  std::vector<std::pair<Bytes, std::int64_t>> units;
  each_change(changes, [&](std::int64_t count, BytesView bytes) {
    const auto standing = decode_standing(bytes);
    if (!standing || standing->unit.empty()) return;
    const auto known =
        std::find_if(units.begin(), units.end(), [&](const auto& each) { return each.first == standing->unit; });
    if (known == units.end()) units.emplace_back(standing->unit, count);
    else known->second += count;
  });
  for (const auto& [unit, count] : units) {
    if (count > 0) store.put(text_key(kUnitPersonsKey, unit).append(person), {});
  }
}

Result<std::vector<std::string>> persons_ever_in(const ViewStore& store, std::string_view unit) {
  std::vector<std::string> persons;
  const Bytes prefix = text_key(kUnitPersonsKey, unit);
  SILLOK_CHECK(store.scan_prefix(prefix, [&](BytesView key, BytesView) {
    persons.emplace_back(key.substr(prefix.size()));
    return true;
  }));
  return persons;
}

Result<Figure> present_figure(const ViewStore& store, const OrganizationState& organization, const PresentQuery& query,
                              Position cut) {
  const auto check = [](const std::string& dimension) -> Result<Ok> {
    if (std::find(std::begin(kDimensions), std::end(kDimensions), dimension) != std::end(kDimensions)) return Ok{};
    return fail(Fault::misuse, "stats.unknown_dimension", dimension,
                "there is no such dimension; `sillok stats --list` names them");
  };
  for (const std::string& dimension : query.by) SILLOK_CHECK(check(dimension));
  for (const auto& [dimension, value] : query.where) SILLOK_CHECK(check(dimension));

  const Bytes begin(1, kPresentKey);
  Bytes end = begin;
  put_date(end, query.as_of.next());
  std::unordered_map<Bytes, std::int64_t> standings;
  bool holds = true;
  SILLOK_CHECK(store.scan(begin, end, [&](BytesView key, BytesView value) {
    if (get_u64(key.substr(5)) >= cut) return true;
    holds = each_change(value, [&](std::int64_t count, BytesView standing) { standings[Bytes(standing)] += count; });
    return holds;
  }));

  const auto before = [](const auto& a, const auto& b) {
    return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end(), comes_before);
  };
  std::map<std::vector<std::optional<std::string>>, std::int64_t, decltype(before)> rows(before);
  Figure figure;
  figure.position = cut;
  for (const auto& [bytes, count] : standings) {
    if (count == 0) continue;
    const auto standing = decode_standing(bytes);
    holds = holds && standing;
    if (!standing) break;
    const bool is_counted = std::all_of(query.where.begin(), query.where.end(), [&](const auto& wanted) {
      return dimension_value(wanted.first, *standing, query.as_of, organization).value_or("null") == wanted.second;
    });
    if (!is_counted) continue;
    std::vector<std::optional<std::string>> values;
    for (const std::string& dimension : query.by) {
      values.push_back(dimension_value(dimension, *standing, query.as_of, organization));
    }
    rows[std::move(values)] += count;
    figure.total += count;
  }
  if (!holds) {
    return fail(Fault::damaged, "views.damaged", "statistics",
                "an entry can't be read; build the views anew with `sillok rebuild`");
  }
  if (query.by.empty()) rows.try_emplace({});  // nobody is a figure, too
  for (const auto& [values, value] : rows) figure.rows.push_back({values, value});
  return figure;
}

}  // namespace sillok
