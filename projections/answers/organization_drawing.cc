#include "projections/answers/organization_drawing.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

namespace sillok {
namespace {

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      default: out += c;
    }
  }
  return out;
}

std::string in_quotes(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + "\"";
}

// As a reader of Korean, then of English, would look for it; a unit without a name by its code.
std::string label_of(const Unit& unit, Date on) {
  const UnitName* name = unit.name_on(on);
  if (name == nullptr || (name->ko.empty() && name->en.empty())) return unit.code;
  return name->ko.empty() ? name->en : name->ko;
}

// Columns of a text in a font where Hangul and Hanja take two.
std::size_t columns_of(std::string_view text) {
  std::size_t columns = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xC0) == 0x80) continue;
    columns += byte >= 0xE1 ? 2 : 1;  // from U+1000 on: three bytes or more
  }
  return columns;
}

std::string shortened(const std::string& text, std::size_t columns) {
  if (columns_of(text) <= columns) return text;
  std::string out = text;
  do {
    do out.pop_back();
    while (!out.empty() && (static_cast<unsigned char>(out.back()) & 0xC0) == 0x80);
  } while (!out.empty() && (columns_of(out) >= columns || (static_cast<unsigned char>(out.back()) >= 0xC0)));
  return out + "…";
}

constexpr std::string_view kStyle =
    "<style>"
    "svg{background:#fff;font-family:'Noto Sans KR','Noto Sans CJK KR',sans-serif}"
    "text{font-size:12px;fill:#1b1f24}.dim{fill:#59636e;font-size:11px}.one{font-weight:700}"
    ".bar{fill:#9fb8d9}.one-bar{fill:#2f6fb7}.box{fill:#f2f5f9;stroke:#8c99a8}"
    ".name{paint-order:stroke;stroke:#fff;stroke-width:3px}.dot{fill:#59636e}"
    ".edge{fill:none;stroke:#59636e;stroke-width:1.5}.function{stroke-dasharray:4 3}.grid{stroke:#e3e7ec}"
    "@media (prefers-color-scheme:dark){svg{background:#14181d}text{fill:#e6e9ed}.dim{fill:#9aa5b1}"
    ".bar{fill:#45607f}.one-bar{fill:#6aa5e8}.box{fill:#1f262e;stroke:#657384}.edge{stroke:#9aa5b1}.dot{fill:#9aa5b1}"
    ".name{stroke:#14181d}"
    ".grid{stroke:#2a323b}}"
    "</style>";

std::string svg_begin(int width, int height, const std::string& title) {
  return fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {0} {1}\" width=\"{0}\" height=\"{1}\" role=\"img\" "
      "aria-labelledby=\"t\"><title id=\"t\">{2}</title>{3}\n",
      width, height, escaped(title), kStyle);
}

// Visits the tree in the order in which it is drawn.
template <class Visit>
void walk(const UnitTree& tree, const std::vector<const Unit*>& units, const Unit* above, int depth,
          const Visit& visit) {
  for (const Unit* each : units) {
    visit(*each, above, depth);
    if (const auto below = tree.below.find(each->code); below != tree.below.end())
      walk(tree, below->second, each, depth + 1, visit);
  }
}

template <class Visit>
void walk_from(const OrganizationState& organization, std::string_view under, Date on, const Visit& visit) {
  const UnitTree tree = organization.tree_on(on);
  const Unit* top = under.empty() ? nullptr : organization.unit(under);
  walk(tree, top ? std::vector{top} : tree.top, nullptr, 0, visit);
}

std::string tree_title(std::string_view under, Date on) {
  return under.empty() ? fmt::format("units on {}", to_string(on))
                       : fmt::format("{} and its units on {}", under, to_string(on));
}

// A day as a place along the years.
class TimeAxis {
 public:
  TimeAxis(Date first, Date last, int left, int right)
      : first_(first), days_(std::max(1, last.days - first.days)), left_(left), width_(right - left) {}
  double x(Date day) const {
    const double part = static_cast<double>(std::clamp(day.days - first_.days, 0, days_)) / days_;
    return left_ + part * width_;
  }

 private:
  Date first_;
  int days_, left_, width_;
};

struct Lane {
  const Unit* unit = nullptr;
  Date from, to;  // what is drawn of it
};

// The unit and its relatives; who parts from whom stands close to it.
std::vector<Lane> lanes_of(const OrganizationState& organization, const LineageAnswer& lineage) {
  std::vector<Lane> lanes;
  const auto add = [&](const Unit* unit) {
    if (unit == nullptr) return;
    lanes.push_back({unit, unit->created_on, std::min(unit->closed_on, lineage.as_of.next())});
  };
  for (const Relative& each : lineage.predecessors) add(organization.unit(each.unit));
  add(lineage.unit);
  for (const Relative& each : lineage.successors) {
    const bool is_there =
        std::any_of(lanes.begin(), lanes.end(), [&](const Lane& lane) { return lane.unit->code == each.unit; });
    if (!is_there) add(organization.unit(each.unit));
  }
  std::stable_sort(lanes.begin(), lanes.end(), [](const Lane& a, const Lane& b) {
    return std::pair{a.to, a.from} < std::pair{b.to, b.from};
  });
  return lanes;
}

}  // namespace

std::string unit_tree_dot(const OrganizationState& organization, std::string_view under, Date on) {
  std::string out = fmt::format("digraph {} {{\n  rankdir=LR;\n  node [shape=box, fontname=\"Noto Sans KR\"];\n",
                                in_quotes(tree_title(under, on)));
  walk_from(organization, under, on, [&](const Unit& unit, const Unit* above, int) {
    out += fmt::format("  {} [label={}];\n", in_quotes(unit.code), in_quotes(label_of(unit, on)));
    if (above) out += fmt::format("  {} -> {};\n", in_quotes(above->code), in_quotes(unit.code));
  });
  return out + "}\n";
}

std::string unit_tree_svg(const OrganizationState& organization, std::string_view under, Date on) {
  constexpr int kRow = 26, kIndent = 24, kMargin = 16, kHead = 40, kColumn = 7;
  struct Row {
    const Unit* unit;
    const Unit* above;
    int depth;
  };
  std::vector<Row> rows;
  int width = 240;
  walk_from(organization, under, on, [&](const Unit& unit, const Unit* above, int depth) {
    rows.push_back({&unit, above, depth});
    const auto columns = columns_of(label_of(unit, on)) + columns_of(unit.code) + 6;
    width = std::max(width, kMargin * 2 + depth * kIndent + static_cast<int>(columns) * kColumn);
  });
  const int height = kHead + kRow * static_cast<int>(rows.size()) + kMargin;
  std::string out = svg_begin(width, height, tree_title(under, on));
  out += fmt::format("<text class=\"one\" x=\"{}\" y=\"22\">{}</text>\n", kMargin, escaped(tree_title(under, on)));
  std::map<const Unit*, int> y_of;
  int y = kHead;
  for (const Row& row : rows) {
    const int x = kMargin + row.depth * kIndent, middle = y + kRow / 2;
    const std::string name = label_of(*row.unit, on);
    const int box = static_cast<int>(columns_of(name)) * kColumn + 16;
    if (row.above) {
      const int stem = x - kIndent + 10;
      out += fmt::format("<path class=\"edge\" d=\"M{} {}V{}H{}\"/>\n", stem, y_of[row.above] + 10, middle, x);
    }
    out +=
        fmt::format("<rect class=\"box\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"20\" rx=\"3\"/>", x, middle - 10, box);
    out += fmt::format("<text x=\"{}\" y=\"{}\">{}</text>", x + 8, middle + 4, escaped(name));
    if (name != row.unit->code)
      out += fmt::format("<text class=\"dim\" x=\"{}\" y=\"{}\">{}</text>", x + box + 8, middle + 4,
                         escaped(row.unit->code));
    out += "\n";
    y_of[row.unit] = middle;
    y += kRow;
  }
  return out + "</svg>\n";
}

std::string lineage_dot(const OrganizationState& organization, const LineageAnswer& lineage) {
  std::string out = fmt::format("digraph {} {{\n  rankdir=LR;\n  node [shape=box, fontname=\"Noto Sans KR\"];\n",
                                in_quotes("lineage of " + lineage.unit->code));
  for (const Lane& lane : lanes_of(organization, lineage)) {
    const std::string days = fmt::format("{} – {}", to_string(lane.unit->created_on),
                                         lane.unit->closed_on == kEndOfTime ? "" : to_string(lane.unit->closed_on));
    out += fmt::format("  {} [label={}{}];\n", in_quotes(lane.unit->code),
                       in_quotes(label_of(*lane.unit, lane.to.previous()) + "\n" + days),
                       lane.unit == lineage.unit ? ", penwidth=2" : "");
  }
  for (std::size_t i = 0; i < lineage.edges.size(); ++i) {
    const SuccessionEdge& edge = *lineage.edges[i];
    const bool is_function = edge.kind == SuccessionEdge::Kind::kFunctionMoved;
    std::string label =
        fmt::format("{} {}", to_string(edge.on), is_function ? edge.function : std::string{name_of(edge.kind)});
    if (i < lineage.shares.size() && lineage.shares[i].by == EdgeShare::By::kPersons)
      label += fmt::format(" {:.0f} %", lineage.shares[i].share * 100);
    out += fmt::format("  {} -> {} [label={}{}];\n", in_quotes(edge.from), in_quotes(edge.to), in_quotes(label),
                       is_function ? ", style=dashed" : "");
  }
  return out + "}\n";
}

std::string lineage_svg(const OrganizationState& organization, const LineageAnswer& lineage) {
  constexpr int kWidth = 960, kLeft = 16, kRight = 944, kHead = 56, kRow = 44, kFoot = 28;
  const std::vector<Lane> lanes = lanes_of(organization, lineage);
  Date first = lineage.as_of, last = lineage.as_of.next();
  for (const Lane& lane : lanes) first = std::min(first, lane.from);
  const TimeAxis axis{first, last, kLeft, kRight};
  const int bottom = kHead + kRow * static_cast<int>(lanes.size());
  const std::string title =
      fmt::format("{} ({}): before it and after it, as of {}", label_of(*lineage.unit, lineage.as_of),
                  lineage.unit->code, to_string(lineage.as_of));
  std::string out = svg_begin(kWidth, bottom + kFoot, title);
  out += fmt::format("<text class=\"one\" x=\"{}\" y=\"22\">{}</text>\n", kLeft, escaped(title));

  const int first_year = split(first).year, last_year = split(last).year;
  const int step = std::max(1, (last_year - first_year) / 12);
  for (int year = first_year + 1; year <= last_year; year += step) {
    const auto day = make_date(year, 1, 1);
    if (!day || *day > last) break;
    const double x = axis.x(*day);
    out += fmt::format("<line class=\"grid\" x1=\"{0:.1f}\" y1=\"{1}\" x2=\"{0:.1f}\" y2=\"{2}\"/>", x, kHead - 16,
                       bottom);
    out += fmt::format("<text class=\"dim\" x=\"{:.1f}\" y=\"{}\" text-anchor=\"middle\">{}</text>\n", x, bottom + 18,
                       year);
  }
  std::map<std::string_view, int> bar_of;  // the middle of a unit's bar
  for (std::size_t i = 0; i < lanes.size(); ++i) bar_of[lanes[i].unit->code] = kHead + kRow * static_cast<int>(i) + 24;
  for (const SuccessionEdge* edge : lineage.edges) {
    const auto from = bar_of.find(edge->from), to = bar_of.find(edge->to);
    if (from == bar_of.end() || to == bar_of.end()) continue;
    const double x = axis.x(edge->on);
    const bool is_function = edge->kind == SuccessionEdge::Kind::kFunctionMoved;
    const std::string what = fmt::format("{} {} → {}, {}", to_string(edge->on), edge->from, edge->to,
                                         is_function ? edge->function : std::string{name_of(edge->kind)});
    out += fmt::format(
        "<g><title>{}</title><path class=\"edge{}\" d=\"M{:.1f} {}V{}\"/><circle class=\"dot\" cx=\"{:.1f}\" "
        "cy=\"{}\" r=\"3\"/></g>\n",
        escaped(what), is_function ? " function" : "", x, from->second, to->second, x, to->second);
  }
  for (const Lane& lane : lanes) {
    const int y = bar_of[lane.unit->code];
    const double x = axis.x(lane.from), end = axis.x(lane.to);
    const std::string name = label_of(*lane.unit, lane.to.previous());
    out += fmt::format("<rect class=\"{}\" x=\"{:.1f}\" y=\"{}\" width=\"{:.1f}\" height=\"8\" rx=\"2\"/>",
                       lane.unit == lineage.unit ? "one-bar" : "bar", x, y - 4, std::max(2.0, end - x));
    const int room = static_cast<int>((kRight - kLeft) / 7);
    // Where the bar begins too far to the right for its name, the name ends with the bar.
    const std::string text = shortened(name, static_cast<std::size_t>(room));
    const bool at_end = x + static_cast<double>(columns_of(text)) * 7 > kRight;
    out += fmt::format("<text class=\"name{}\" x=\"{:.1f}\" y=\"{}\"{}>{}</text>\n",
                       lane.unit == lineage.unit ? " one" : "", at_end ? end : x + 5, y - 9,
                       at_end ? " text-anchor=\"end\"" : "", escaped(text));
  }
  return out + "</svg>\n";
}

}  // namespace sillok
